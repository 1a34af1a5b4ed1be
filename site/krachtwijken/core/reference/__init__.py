"""The fixed points: wijken, gemeenten, themes, problems, organisations."""
