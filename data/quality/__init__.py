"""Data quality as part of a release: rules as YAML, run as SQL over all facts, their findings, scores and grades."""
