"""Somebody of a gemeente asks for an account: address confirmed by a link, decided by the loket."""
