"""A question in parts, and one answer back.

Each part goes to a centre or to a person who helps.
"""
