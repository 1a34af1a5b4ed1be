"""Consent to be listed: given, withdrawn, given again, confirmed each year."""
