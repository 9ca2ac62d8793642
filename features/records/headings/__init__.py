"""Headings: which table a sheet fills, which of its columns is which, and what its words mean."""
