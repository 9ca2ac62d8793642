"""Records: the contract, the readers, the quarantine and the synthetic city."""
