"""County, city and province codes of GB/T 2260, present and past."""
