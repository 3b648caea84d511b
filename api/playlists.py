"""`/api/v1/playlists`: what walls show in turn; a wall asks for its list again and again while it plays."""

from typing import Any

from flask import Response

from api.blueprint import asked, blueprint, json_answer
from api.problems import Problem
from state.playlists import Playlist, playlists
from state.store import StateError


@blueprint.get("/playlists")
def every_playlist() -> Response:
    """All playlists, the default one first."""
    asked()
    try:
        found = [_told(p) for p in playlists()]
    except StateError as error:
        raise Problem(503, "state-unavailable", "状态库不可用", str(error)) from error
    answer = json_answer({"count": len(found), "playlists": found})
    answer.headers["Cache-Control"] = "no-cache"
    return answer


def _told(playlist: Playlist) -> dict[str, Any]:
    entries = [{"address": e.address, "seconds": e.seconds} for e in playlist.entries]
    at = playlist.at.isoformat() if playlist.at else None
    return {"playlist": playlist.playlist_id, "name": playlist.name, "entries": entries, "who": playlist.who, "at": at}
