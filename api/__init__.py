"""Interfaces for other programs, and what every answer of the server has in common.

`register(server)` adds them to the Flask server of the app; `secure(app)` comes when all pages are imported,
`keep_pages(app)` after it.
"""

from flask import Flask

from api import (  # noqa: F401  (they add their addresses)
    areas,
    assessment_answers,
    assessment_files,
    assessment_tables,
    catalogue_files,
    codes,
    indicators,
    observations,
    openapi,
    passport,
    playlists,
    quality_findings,
    quality_notice,
    quality_score_files,
    quality_scores,
    search,
    submissions,
    versions,
)
from api.blueprint import blueprint, outside
from api.compression import compress
from api.geometry import blueprint as geometry
from api.health import blueprint as health
from api.kept_pages import do_not_keep, keep_pages
from api.security import secure
from api.snapshot_files import blueprint as snapshots

__all__ = ["do_not_keep", "keep_pages", "register", "secure"]


def register(server: Flask) -> None:
    """Health, geometry, files of snapshots, the data interface and compression, on `server`."""
    compress(server)
    for part in (health, geometry, snapshots, blueprint, outside):
        server.register_blueprint(part)
