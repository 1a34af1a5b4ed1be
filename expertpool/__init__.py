"""Who can help: profiles, and who may see them."""
