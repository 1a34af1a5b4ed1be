"""Who hears of a review. Wagtail tells nothing of what this room tells; that is decided in one place."""
