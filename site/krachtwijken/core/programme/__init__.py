"""Who runs the site, and how to reach them."""
