"""The table of the audit trail."""
