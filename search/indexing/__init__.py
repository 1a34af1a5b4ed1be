"""The index follows the database: changes, rebuilds. Attached documents, and the nightly comparison."""
