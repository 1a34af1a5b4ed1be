"""How long each table of search is kept."""

from krachtwijken.core.retention import NO_PERSON, register_kept

register_kept("90 days", "search.ProblemStatement", rule="search.problem_statements")
register_kept(
    "the words two years, the verdict for good", "search.AnswerVerdict", rule="search.answer_verdicts"
)
register_kept("400 days", "search.QueryLog", "search.AskedQuery", rule="search.questions")
register_kept(
    "until the owner removes it; of a closed account a year after the last login",
    "search.SavedSearch",
    rule="search.saved_searches",
)
register_kept("30 days", "search.SavedFind", rule="search.saved_finds")
register_kept("as long as the document hangs on a page", "search.DocumentText")
register_kept("as long as the text that it is of can be found", "search.StoredVectors")
register_kept("90 days", "search.IndexCheck")
register_kept(
    NO_PERSON, "search.WordEntry", "search.OfferedWord", "search.StoredVocabulary", "search.StoredWeights"
)
