"""Who may open which address: every URL name of the platform has a line here, or the build fails.

`test_url_matrix.py` asks every address as every role and compares.
"""
