"""Who and what the loket could propose."""
