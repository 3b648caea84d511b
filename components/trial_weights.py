"""试算: a ranking by weights that the reader sets, made in the browser and kept nowhere (`assets/assessment.js`)."""

import json
from typing import Any

from dash import html

LABEL = "试算，不保存"


def trial_parts(
    *, id: str, items: list[tuple[str, str, float]], areas: list[dict[str, Any]], least_coverage: float,
    aggregation: str, area_word: str,
) -> tuple[html.Div, html.Div]:  # fmt: skip
    """(weights, ranking), each an empty box that the browser fills.

    `items`: (name, dimension, weight of the scheme); `areas`: area, name, rank, total (None without), scores (None
    where not scored) by item, above (what it lies in, where that has to be said).
    """
    told = {
        "items": items, "least": least_coverage, "aggregation": aggregation, "head": area_word, "label": LABEL,
        "areas": [[a["area"], a["name"], a["rank"], a["total"], a["scores"], a.get("above", "")] for a in areas],
    }  # fmt: skip
    content = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    weights = html.Div(id=f"{id}-weights", className="hc-trial-weights", role="group", **{"aria-label": "权重"})
    ranking = html.Div(
        id=id, className="hc-trial-scroll", tabIndex=0, role="region",
        **{"data-trial": content, "data-weights": f"{id}-weights", "aria-label": "试算排名"},
    )  # fmt: skip
    return weights, ranking


def trial_mark() -> html.Span:
    return html.Span(LABEL, className="hc-trial-mark", title="改动权重只在本页重排，不写入结果，不进入导出的数据")
