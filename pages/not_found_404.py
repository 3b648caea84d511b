"""An address that no page answers."""

import dash

from components.page_head import page
from components.states import nothing_to_show

dash.register_page(__name__, path="/404", name="没有此页", title="没有此页 · 健康中国数据驾驶舱")


def layout(**_params):
    return page(
        nothing_to_show(
            "missing", "没有这个页面，请检查网址。", ("总览", "/"), ("区域地图", "/map"), ("数据目录", "/catalogue")
        )
    )
