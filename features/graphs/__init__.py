"""Graphs: kinship, shared contacts, and the ties between aided households and officials."""
