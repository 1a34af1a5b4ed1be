"""How long each table of the loket is kept."""

from krachtwijken.core.retention import NO_PERSON, register_kept

register_kept("90 days after the last change", "matching.RequestDraft", rule="matching.drafts")
register_kept(
    "the texts five years after it ended, whom to call one year",
    "matching.SupportRequest", "matching.Decision", "matching.KindChange",
    rule="matching.requests",
)  # fmt: skip
register_kept(
    "the texts five years after it ended; who it was about as long as that profile stays",
    "matching.Invitation", "matching.Mission",
    rule="matching.engagements",
)  # fmt: skip
register_kept("a year after the request ended", "matching.RequestContact", rule="matching.contacts")
register_kept("until its owner removes it, or with the account", "matching.WorkView")
register_kept(
    NO_PERSON,
    "matching.RequestCounter",
    "matching.KnownCount",
    "matching.Escalation",
    "matching.RuleReport",
)
register_kept("why, five years after it ended", "matching.MergedRequest", rule="matching.merging")
register_kept(
    "five years after the request ended", "matching.Message", "matching.Promise", "matching.ReadMark", "matching.OfferQuestion",
    rule="matching.conversation",
)  # fmt: skip
register_kept(
    "the texts and functions five years after the request ended",
    "matching.AdoptionTeam", "matching.TeamMember", "matching.Blockade",
    rule="matching.teams",
)  # fmt: skip
register_kept(
    "the name and the words five years after its end; the register itself stays",
    "matching.Coupling", "matching.CouplingVisit",
    rule="matching.couplings",
)  # fmt: skip
register_kept("14 days, or until the request is closed", "matching.ThreadLink", rule="matching.thread_links")
register_kept(
    "five years after the request ended, or as long as the profile of who helps; links 14 days",
    "matching.Aside", "matching.AsideMessage", "matching.AsideLink",
    rule="matching.asides",
)  # fmt: skip
register_kept(
    "the texts and the people five years after the request ended",
    "matching.Proposal", "matching.ProposalItem",
    rule="matching.proposals",
)  # fmt: skip
register_kept(
    "the words five years after its last request ended", "matching.JointQuestion", "matching.JointMember",
    rule="matching.joint",
)  # fmt: skip
register_kept(
    "the words five years after its last request ended; name, article, department, state and days stay",
    "matching.BlockingRule",
    rule="matching.blocking",
)
register_kept("the words five years after the request ended", "matching.PartQuestion", rule="matching.parts")
register_kept(
    "the texts five years after the request ended", "matching.ClosingAnswer", "matching.FollowUp",
    rule="matching.closing",
)  # fmt: skip
register_kept(
    "with the case that it is about; reasons and who gave them five years after the request ended",
    "matching.CaseApproval", "matching.CaseWord",
    rule="matching.approvals",
)  # fmt: skip
register_kept(
    "quotes and subject 90 days; what was refused, answered or removed 90 days; what waits 180 days, 30 when it may be of a "
    "resident; in a thread as long as its message",
    "matching.IncomingMail", "matching.IncomingFile",
    rule="matching.mail_in",
)  # fmt: skip
register_kept(
    "90 days; addresses for answers a year after the request ended",
    "matching.SeenMail", "matching.Bounce", "matching.ReplyAddress",
    rule="matching.mail_seen",
)  # fmt: skip
register_kept(
    "with its draft 90 days, with a request or a message five years after the request ended",
    "matching.RequestFile",
    rule="matching.request_files",
)
register_kept(NO_PERSON, "matching.FetchMark", "matching.BundleClock")
