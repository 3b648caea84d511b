"""Boundaries: built on the user's machine, read as one index, served as files under `/geo/<version>/`."""

from data.boundaries.build import Built, build
from data.boundaries.read import current_version, read_frame, read_index
from data.boundaries.source import BoundaryError

__all__ = ["BoundaryError", "Built", "build", "current_version", "read_frame", "read_index"]
