"""What somebody may be typing: titles, wijken, themes, problems, words."""
