"""Pages of the loket, of who was asked, and of the link in the mail."""
