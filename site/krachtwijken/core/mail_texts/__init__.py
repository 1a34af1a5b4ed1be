"""The words of every mail: those of the site, and what beheer made of them."""
