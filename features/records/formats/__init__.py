"""Formats: every file that arrives becomes sheets that the engine can scan."""
