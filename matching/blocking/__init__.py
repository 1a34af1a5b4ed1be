"""Rules that block, one dossier and one answer.

All reports about the same rule lie in one dossier; who reported it gets one answer.
"""
