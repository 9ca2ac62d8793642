"""Family T: ties between households and officials."""
