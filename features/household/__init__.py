"""Family H: households made to fit."""
