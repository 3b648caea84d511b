"""Interfaces for other programs, and what every answer of the server has in common.

`register(server)` adds them to the Flask server of the app; `secure(app)` comes last, when all pages are imported.
"""

from flask import Flask

from api import (  # noqa: F401  (they add their addresses)
    areas,
    catalogue_files,
    indicators,
    observations,
    openapi,
    search,
    versions,
)
from api.blueprint import blueprint, outside
from api.compression import compress
from api.geometry import blueprint as geometry
from api.health import blueprint as health
from api.security import secure

__all__ = ["register", "secure"]


def register(server: Flask) -> None:
    """Health, geometry, the data interface and compression, on `server`."""
    compress(server)
    for part in (health, geometry, blueprint, outside):
        server.register_blueprint(part)
