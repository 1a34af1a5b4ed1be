"""The picture in docs/architecture.md, drawn from the imports. For who works on the code; a server never loads it."""
