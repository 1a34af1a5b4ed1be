"""How long each table of the knowledge base is kept."""

from krachtwijken.core.retention import register_kept

register_kept(
    "until the redactie removes the page: published knowledge, without residents",
    "knowledge.CasePage", "knowledge.PracticePage", "knowledge.ExperimentPage", "knowledge.CasePartner",
    "knowledge.CaseCondition", "knowledge.CentrePage", "knowledge.CentreOffer", "knowledge.CentreProblem",
    "knowledge.SchemePage", "knowledge.WijkPage", "knowledge.HomePage", "knowledge.CaseIndexPage",
    "knowledge.WijkIndexPage", "knowledge.CentreIndexPage", "knowledge.SchemeIndexPage", "knowledge.ContentPage",
    "knowledge.Attachment", "knowledge.Replication", "knowledge.CaseOutcome", "knowledge.CaseResearch",
)  # fmt: skip
register_kept(
    "of a visitor 90 days after the last change, of an account until it is removed or the account is",
    "knowledge.Shortlist", "knowledge.ShortlistItem",
    rule="knowledge.shortlists",
)  # fmt: skip
register_kept(
    "a file that nobody confirmed 3 days; what became of each row 90 days",
    "knowledge.CaseImport", "knowledge.CaseImportRow",
    rule="knowledge.imports",
)  # fmt: skip
register_kept("as long as the page: a day and a role, no person", "knowledge.CaseValidity")
register_kept("as long as the site: a step of the review, no person", "knowledge.PeerReviewTask")
register_kept("as long as the page: answers and a centre, no person", "knowledge.PeerAssessment")
register_kept("as long as the page that it belongs to: an identity, no person", "knowledge.ImportedCase")
register_kept(
    "drafts 90 days after the last change, what waits for a yes of others one year, of what was decided the texts and the "
    "author one year",
    "knowledge.Contribution", "knowledge.ContributionFile",
    rule="knowledge.contributions",
)  # fmt: skip
register_kept(
    "90 days after it was settled, a year at most; never who reported it",
    "knowledge.Report",
    rule="knowledge.reports",
)
register_kept("400 days: a page, a day and a number", "knowledge.PageViews", rule="knowledge.page_views")
register_kept(
    "as long as a page on the site cites the address: what others published, no person of ours",
    "knowledge.CitedLink", "knowledge.LinkUse", "knowledge.LinkCopy",
)  # fmt: skip
