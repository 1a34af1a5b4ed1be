"""Invitations and missions: who was asked, and came."""
