"""The row of ways to take a figure away: 数据表 CSV XLSX PNG SVG.

CSV and XLSX are plain links to the data interface; `assets/export.js` opens the table and makes the pictures.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import html

ENDPOINT = "/api/v1/observations"
Search = Mapping[str, str | Sequence[str] | None]


def observations_address(search: Search, ending: str) -> str:
    """`/api/v1/observations.csv?…`; several values of one parameter are joined by commas, empty ones left out."""
    said = {k: v if isinstance(v, str) else ",".join(v or ()) for k, v in search.items()}
    return f"{ENDPOINT}.{ending}?" + urlencode({k: v for k, v in said.items() if v}, safe=",*")


def exports(figure_id: str, *, search: Search | None, name: str) -> html.Span:
    """Exports of the figure whose frame has `figure_id`.

    `search` says which observations it shows, by the parameters of `/api/v1/observations` (indicator, parent and layer
    or area, period, breakdown, v); None where it shows none, which leaves the pictures. `name` begins the file names.
    """
    rows: list[Any] = []
    if search is not None:
        rows.append(_action("数据表", "table", "以表格查看图中数据"))
        rows += [
            html.A(words, href=observations_address(search, ending), **{"aria-label": f"{name}，下载{words}"})
            for words, ending in (("CSV", "csv"), ("XLSX", "xlsx"))
        ]
    rows += [_action("PNG", "png", f"{name}，存为PNG图片"), _action("SVG", "svg", f"{name}，存为SVG图片")]
    told = {"data-for": figure_id, "data-name": name}
    if search is not None:
        told["data-rows"] = observations_address(search, "json")
    return html.Span(rows, className="hc-out", **told)


def file_links(address: str, said: Mapping[str, Any], name: str) -> list[html.A]:
    """CSV and XLSX of another table of the data interface: `address` without its ending, `said` its parameters (empty
    ones are left out); they stand before `exports(search=None)` in an `hc-out` of their own."""
    query = urlencode({key: value for key, value in said.items() if value})
    return [
        html.A(words, href=f"{address}.{words.lower()}?{query}", **{"aria-label": f"{name}，下载{words}"})
        for words in ("CSV", "XLSX")
    ]


def _action(words: str, what: str, label: str) -> html.Button:
    return html.Button(words, type="button", **{"data-export": what, "aria-label": label})
