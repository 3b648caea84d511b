"""校验码查验: what a code on paper or in a picture stands for, and whether its numbers still hold."""

from typing import Any

import dash
from dash import html

from access.current import current_viewer
from components.figure_frame import figure_frame
from components.page_head import page, page_foot, page_head
from components.states import nothing_to_show
from components.verify_facts import EXPLAINED, nothing_found, verdict
from components.verify_form import verify_form
from data.warehouse import current_version, kept_versions
from pages.verify_issued import Verified, changes, issued_facts, sentences, the_view, verified
from state.issued_views import find, read_code, shown_code
from state.store import StateError

PATH = "/verify"
LONGEST_SHOWN = 20

# Without an order: nobody comes here but with a code in his hand. The address on paper names it, the form asks for it.
dash.register_page(
    __name__, path=PATH, path_template=f"{PATH}/<code>", name="校验码查验", title="校验码查验 · 健康中国数据驾驶舱"
)


def layout(code: Any = None, **_params: Any):
    typed = code[0] if isinstance(code, list) and code else code
    typed = str(typed).strip() if typed else ""
    if not typed:
        return answered("", html.P(EXPLAINED, className="hc-verify-note"), title="")
    read = read_code(typed)
    if read is None:
        return answered(
            typed[:LONGEST_SHOWN],
            nothing_found(
                "不是校验码",
                f"“{typed[:LONGEST_SHOWN]}”不是校验码。校验码共8位，由数字和字母组成，印在页脚二维码旁；0与O、1与I或L可以混写。",
            ),
        )
    shown = shown_code(read)
    try:
        issued = find(read)
    except StateError as error:
        return answered(shown, nothing_to_show("error", str(error), ("重试", f"{PATH}/{shown}")))
    if issued is None:
        return answered(
            shown,
            nothing_found(
                "查无此码",
                f"本系统没有登记过校验码 {shown}。请对照原件重新输入；若文件出自另一处系统，请到那里查验。"
                "查不到的文件，不能视为出自本系统。",
            ),
        )
    found = verified(issued, viewer=current_viewer(), current=current_version(), kept=kept_versions())
    return answered(shown, *parts(found), title=found.title, version=found.current)


def answered(code: str, *body: Any, title: str = "", version: str = "") -> html.Main:
    return page(
        page_head("校验码查验", title or code, orderable=False),
        verify_form(code),
        *body,
        page_foot(version or current_version()),
    )


def parts(found: Verified) -> list[Any]:
    listed = changes(found)
    return [
        html.Div(
            [
                figure_frame(
                    [verdict(found.comparison.state, words=sentences(found)), listed],
                    id="verify-verdict", title="与现在的数据相比", subtitle=f"当前数据版本 {found.current}",
                    demonstration=found.demonstration,
                ),
                figure_frame(
                    [issued_facts(found), html.P(EXPLAINED, className="hc-verify-note")],
                    id="verify-facts", title="登记时的记录", subtitle=f"校验码 {shown_code(found.issued.code)}",
                ),
            ],
            className="hc-verify",
        ),
        the_view(found),
    ]  # fmt: skip
