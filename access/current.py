"""The viewer of the request in hand. Without accounts that is the local user with full scope."""

from access.viewer import LOCAL, Viewer


def current_viewer() -> Viewer:
    return LOCAL
