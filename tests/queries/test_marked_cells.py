"""The index of marked values against a plain loop: what is missing is not marked for its grade."""

from invented import world
from visible import findings_seen, hides, observations_seen, sees_area, sees_indicator

from queries.marked_cells import marked_cells


def cells_by_loop(viewer):
    severe = {
        (f["indicator"], f["period"], f["area"])
        for f in findings_seen(viewer)
        if f["indicator"] and f["period"] and f["severity"] in ("hard", "serious")
    }
    with_value = {(o["indicator"], o["period"], o["area"]) for o in observations_seen(viewer) if o["value"] is not None}
    graded = {
        (s["indicator"], s["period"], s["area"])
        for s in world().scores
        if s["indicator"] and s["grade"] == "D" and sees_area(viewer, s["area"])
        and sees_indicator(viewer, s["indicator"]) and not hides(viewer, s["indicator"], s["period"], s["area"])
    }  # fmt: skip
    return sorted(severe | (graded & with_value))


def test_cells_equal_a_plain_loop(connection, viewer):
    frame = marked_cells(connection, viewer=viewer)
    assert list(frame.itertuples(index=False, name=None)) == cells_by_loop(viewer)
