"""Attached documents: read by the worker, found like pages."""
