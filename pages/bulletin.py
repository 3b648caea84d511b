"""统计报告 of one area and period as the sheets that are printed; the same blocks make the Word document."""

from typing import Any
from urllib.parse import urlencode

import dash
from dash import dcc, html

from access.current import current_viewer
from bulletins.blocks import Bulletin
from bulletins.composed import composed
from components.bulletin_sheet import sheet
from components.page_head import page
from components.selection import Selection

PATH = "/bulletin"
SHEET = "bulletin"

# Without an order: 地区画像 and 报告与快照 lead here, the bar does not.
dash.register_page(__name__, path=PATH, name="统计报告", title="统计报告 · 健康中国数据驾驶舱")


def layout(**params: Any) -> html.Main:
    bulletin = composed(params, viewer=current_viewer())
    article = html.Article(sheet(bulletin), id=SHEET, className="hc-print hc-bulletin", **told(bulletin))
    return page(tools(bulletin), article, notices=list(bulletin.notices))


def told(bulletin: Bulletin) -> dict[str, str]:
    """What every page of paper carries in its foot; the renderer reads it."""
    facts = {"data-source": bulletin.source, "data-cut-off": bulletin.cut_off, "data-basis": bulletin.basis}
    return facts | ({"data-demonstration": "yes"} if bulletin.demonstration else {})


def tools(bulletin: Bulletin) -> html.Div:
    """What stands beside the sheets on the screen and not on paper."""
    here = Selection(area=bulletin.area, period=bulletin.period, v=bulletin.version)
    return html.Div(
        [
            dcc.Link("‹ 地区画像", href=here.change(period=None, v=None).address("/area")),
            html.Button("打印", type="button", **{"data-print": "page", "aria-label": "打印本报告"}),
            dcc.Link(
                "生成PDF或Word",
                href=f"/reports?{urlencode({'address': here.change(v=None).address(PATH)})}",
                title="在报告与快照中生成或定期生成",
            ),
        ],
        className="hc-out hc-bulletin-tools",
    )
