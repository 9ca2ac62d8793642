"""Hand-made households with known answers, family by family: feature, what is the case, how, and the value."""
