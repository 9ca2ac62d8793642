"""The officials' view: what each official decided, for whom, and whether kin come up more often than they should."""
