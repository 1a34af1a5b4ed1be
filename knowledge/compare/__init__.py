"""Two to four cases side by side."""
