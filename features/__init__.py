"""From raw records over graphs to one row of features a household."""
