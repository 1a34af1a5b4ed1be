"""Do the tests notice when the code is wrong? `python -m tests.mutation` changes it a little and runs the tests that reach it."""
