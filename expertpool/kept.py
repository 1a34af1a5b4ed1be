"""How long each table of the pool is kept."""

from krachtwijken.core.retention import NO_PERSON, register_kept

register_kept(
    "a year after consent ended or was withdrawn",
    "expertpool.ExpertProfile", "expertpool.ThemeDepth", "expertpool.ProfileEvidence",
    "expertpool.ProfileLevel", "expertpool.ProfileRole", "expertpool.ProfileLanguage", "expertpool.ProfileProvince",
    "expertpool.ProfileWijk", "expertpool.EvidenceAbility",
    rule="expertpool.profiles",
)  # fmt: skip
register_kept(
    "as long as it counts: two years after an interest ended, and with the profile", "expertpool.Interest",
    rule="expertpool.interests",
)  # fmt: skip
register_kept(
    "views for 400 days, a pause until it is over, both with the profile", "expertpool.ProfileViews", "expertpool.Pause",
    rule="expertpool.control",
)  # fmt: skip
register_kept(
    "with the profile", "expertpool.Exclusion", "expertpool.ConsentRow", "expertpool.PossibleDouble", "expertpool.ProfileShown",
    rule="expertpool.profiles",
)  # fmt: skip
register_kept(
    "90 days without consent or after the decision, a year while it waits", "expertpool.Nomination", "expertpool.Vetting",
    rule="expertpool.nominations",
)  # fmt: skip
register_kept(
    "30 days after it was sent, or sent again", "expertpool.OrganisationAsk", rule="expertpool.asks",
)  # fmt: skip
register_kept(NO_PERSON, "expertpool.RecruitmentCall", "expertpool.OrganisationOffer")
register_kept(
    "a list that nobody took in three days, its report and who waits in it 90 days", "expertpool.PoolImport",
    "expertpool.PoolImportRow",
    rule="expertpool.imports",
)  # fmt: skip
