"""The files of a scoring run: the case list in its forms, Parquet tables and the record of the run."""
