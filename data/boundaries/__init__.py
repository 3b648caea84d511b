"""Boundaries: built on the user's machine, read as one index, served as files under `/geo/<version>/`.

What builds them (`data.boundaries.build`) is imported by those who build: it takes 30 MB that no page needs.
"""

from data.boundaries.read import current_version, read_frame, read_index
from data.boundaries.source import BoundaryError

__all__ = ["BoundaryError", "current_version", "read_frame", "read_index"]
