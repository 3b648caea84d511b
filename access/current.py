"""The viewer of the request in hand. Without accounts that is the local user with full scope; a file is made within
the limits of who ordered it."""

from access.limits import viewer_of
from access.renderer import VIEWER_HEADER, said_by_renderer
from access.viewer import LOCAL, Viewer

NOBODY = Viewer("nobody", areas=(), classifications=())


def current_viewer() -> Viewer:
    said = said_by_renderer(VIEWER_HEADER)
    if said is None:
        return LOCAL
    try:
        return viewer_of(said, "snapshot")
    except ValueError:  # limits that cannot be read are no leave to see everything
        return NOBODY
