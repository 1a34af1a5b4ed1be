"""The pages of a team: for its parties, and for everybody once all agreed."""
