"""The limits of a viewer as text, for what is kept and made later, and who may see what was made within them."""

import json

from access.viewer import Viewer

NATION = "100000"


def scope_text(viewer: Viewer) -> str:
    """JSON (ASCII) of the limits of `viewer`, the same for the same limits."""
    areas, classifications = viewer.scope
    return json.dumps({"areas": list(areas), "classifications": list(classifications)})


def viewer_of(scope: str, name: str) -> Viewer:
    """The viewer that a kept scope stands for. Raises ValueError for text that is no scope."""
    try:
        said = json.loads(scope)
        return Viewer(name, tuple(said["areas"]), tuple(said["classifications"]))
    except (TypeError, KeyError) as error:
        raise ValueError(f"no scope: {scope[:80]}") from error


def may_see(viewer: Viewer, scope: str) -> bool:
    """Whether `viewer` may see everything that was made within `scope`."""
    made = viewer_of(scope, "")
    return set(made.classifications) <= set(viewer.classifications) and all(
        any(_inside(area, root) for root in viewer.areas) for area in made.areas
    )


def _inside(area: str, root: str) -> bool:
    """Codes nest by their digits: 510104 in 510100 in 510000."""
    if root in (NATION, area):
        return True
    return any(root.endswith(rest) and area[: 6 - len(rest)] == root[: 6 - len(rest)] for rest in ("0000", "00"))
