"""Requests of gemeenten that ask the same.

Of several gemeenten; somebody at the loket links them.
"""
