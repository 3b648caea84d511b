"""Where every region stands: schemes as data, results computed when a release is made (docs/assessment.md)."""
