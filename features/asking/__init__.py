"""Asking: which department holds what is missing, and in which words to ask for it."""
