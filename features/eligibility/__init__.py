"""Family E: aid that the household is not entitled to."""
