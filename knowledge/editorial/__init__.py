"""What editors start from and upload: the tree of the site, standard texts, example content."""
