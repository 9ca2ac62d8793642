"""Citizens: what an identity number says of itself, and whether it can be true."""
