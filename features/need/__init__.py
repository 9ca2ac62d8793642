"""Possible 漏保: households in need that are not covered."""
