"""大屏: composed pictures for the wall of a meeting room, and the player of a list of addresses."""

from collections.abc import Callable
from typing import Any

import dash

from access.current import current_viewer
from components.selection import Selection
from pages.wall_area import map_picture
from pages.wall_assessment import assessment_picture
from pages.wall_overview import overview_picture
from pages.wall_player import player
from pages.wall_quality import quality_picture

dash.register_page(__name__, path="/wall", name="大屏", title="大屏 · 健康中国数据驾驶舱", order=9)

DEFAULT_LAYOUT = "overview"
PICTURES: dict[str, Callable[..., Any]] = {
    "overview": overview_picture,
    "map": map_picture,
    "assessment": assessment_picture,
    "quality": quality_picture,
}


def layout(**params: Any) -> Any:
    selection, notices = Selection.from_params(params)
    if selection.playlist:
        return player(selection, notices)
    picture = PICTURES[selection.layout or DEFAULT_LAYOUT]
    return picture(params, selection, notices, viewer=current_viewer())
