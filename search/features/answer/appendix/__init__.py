"""The answer on paper, for whoever decides: a page to print and the same page as a PDF."""
