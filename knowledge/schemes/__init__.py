"""The finder of schemes: by theme, problem, who may apply, and until when."""
