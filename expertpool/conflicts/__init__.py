"""Who may not help where, and why: hard, whatever the advice says."""
