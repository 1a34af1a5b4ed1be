"""The steps of the wizard, and the decision."""
