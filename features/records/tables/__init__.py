"""The tables of the contract: residents, aid, and what other departments know."""
