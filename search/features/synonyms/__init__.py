"""Words that mean the same: abbreviations and synonyms of policy, kept by the redactie, used at query time."""
