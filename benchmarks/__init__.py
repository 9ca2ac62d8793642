"""Measurements that are run by hand: what the project promises in numbers."""
