"""What a viewer may see of the invented world, said once more in plain Python: the oracle's half of `queries.scope`."""

from collections.abc import Iterator
from functools import cache

import pandas as pd
from invented import INDICATORS, Record, area_of, batch_of, indicator_of, world

from access.viewer import Viewer

VIEWERS = {
    "everything": Viewer("a"),
    "one province": Viewer("b", areas=("510000",)),
    "one prefecture": Viewer("c", areas=("510100",)),
    "public only": Viewer("d", classifications=("public",)),
    "two roots, no restricted": Viewer("e", areas=("110000", "510300"), classifications=("public", "internal")),
    "nothing": Viewer("f", areas=(), classifications=()),
}


def is_inside(area: Record, roots: tuple[str, ...]) -> bool:
    """Whether the area is one of `roots` or below one."""
    if "100000" in roots:
        return True
    return bool({area["code"], area["province_code"], area["prefecture_code"]} & set(roots))


def sees_area(viewer: Viewer, code: str) -> bool:
    return is_inside(area_of(code), viewer.areas)


def sees_indicator(viewer: Viewer, code: str) -> bool:
    known = {row[0] for row in INDICATORS}
    return code in known and indicator_of(code)["classification"] in viewer.classifications


def sees_batch(viewer: Viewer, number: int) -> bool:
    return batch_of(number)["classification"] in viewer.classifications


def sees_form(viewer: Viewer, code: str) -> bool:
    return any(f["code"] == code and f["classification"] in viewer.classifications for f in world().forms)


def areas_seen(viewer: Viewer) -> list[Record]:
    return [a for a in world().areas if sees_area(viewer, a["code"])]


@cache
def _all_seen(viewer: Viewer) -> list[Record]:
    return [
        row | {"demonstration": batch_of(row["batch_id"])["demonstration"]}
        for row in world().observations
        if sees_area(viewer, row["area"])
        and sees_indicator(viewer, row["indicator"])
        and sees_batch(viewer, row["batch_id"])
    ]


def observations_seen(viewer: Viewer, **wanted: str) -> Iterator[Record]:
    """Observations within the viewer's limits whose fields equal `wanted`, with their batch's demonstration."""
    for row in _all_seen(viewer):
        if all(row[name] == value for name, value in wanted.items()):
            yield row


def yearly_with_value(viewer: Viewer, breakdown: str = "all", until: str = "9999") -> list[Record]:
    """Visible yearly observations with a value, the oldest first."""
    found = [
        o | {"year": int(o["period"])}
        for o in observations_seen(viewer, breakdown=breakdown)
        if o["period"].isdigit() and o["value"] is not None and o["period"] <= until
    ]
    return sorted(found, key=lambda o: o["year"])


def rows_of(frame: pd.DataFrame) -> list[Record]:
    """The rows of an answer with None for whatever is missing."""
    records = frame.astype(object).to_dict("records")
    return [{str(k): None if pd.isna(v) else v for k, v in record.items()} for record in records]


def findings_seen(viewer: Viewer, **wanted: str) -> list[Record]:
    """Findings within the viewer's limits whose fields equal `wanted`."""
    return [
        row
        for row in world().findings
        if sees_area(viewer, row["area"])
        and sees_form(viewer, row["form"])
        and (row["indicator"] is None or sees_indicator(viewer, row["indicator"]))
        and (row["batch_id"] == 0 or sees_batch(viewer, row["batch_id"]))
        and all(row[name] == value for name, value in wanted.items())
    ]


@cache
def hides(viewer: Viewer, indicator: str, period: str, area: str) -> bool:
    """Whether an observation in the area or inside it comes from a batch that the viewer may not see."""
    return any(
        batch_of(o["batch_id"])["classification"] not in viewer.classifications
        for o in world().observations
        if (o["indicator"], o["period"]) == (indicator, period) and is_inside(area_of(o["area"]), (area,))
    )
