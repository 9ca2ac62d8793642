"""The way from a folder of records to a ranked, explained list of cases, and its command line."""
