"""Plain markup: what the server says, and that a real browser builds exactly that."""

import json
from pathlib import Path

import pytest
from dash import dcc, html

from components.plain import as_one, plain, tag

SCRIPT = Path(__file__).parents[2] / "assets" / "plain.js"


def test_what_is_empty_is_left_out():
    node = tag("td", "", "12", className="num", title=None, style={})
    assert node == ["td", {"class": "num"}, "12"]
    assert tag("td", colSpan=2, ariaLabel="名") == ["td", {"colspan": 2, "aria-label": "名"}]


def test_one_component_holds_it_all():
    made = plain(tag("b", "甲"), className="hc-x", label="表")
    assert made.className == "hc-x hc-plain"
    assert json.loads(getattr(made, "data-plain")) == ["b", {}, "甲"]
    assert made.children is None


@pytest.mark.browser
def test_the_browser_builds_it_and_nothing_else(chromium):
    hostile = tag(
        "div",
        tag("script", "window.hurt = 1"),
        tag("a", "<img src=x onerror='window.hurt = 1'>", href="javascript:window.hurt = 1", onclick="window.hurt = 1"),
        tag("a", "外", href="//example.org/"),
        tag("a", "内", href="/area?area=510100", style={"left": "50.0%"}),
    )
    page = chromium.new_page()
    page.set_content("<div id=hold></div>")
    page.add_script_tag(path=str(SCRIPT))
    page.evaluate(
        "(text) => { const e = document.createElement('div'); e.dataset.plain = text; hold.append(e); }",
        json.dumps(hostile, ensure_ascii=False),
    )
    page.wait_for_selector("#hold a")
    links = page.eval_on_selector_all("#hold a", "all => all.map(a => [a.getAttribute('href'), a.textContent])")
    assert links == [[None, "<img src=x onerror='window.hurt = 1'>"], [None, "外"], ["/area?area=510100", "内"]]
    assert page.evaluate("window.hurt") is None
    assert page.locator("#hold script, #hold img").count() == 0
    page.evaluate("hold.firstChild.dataset.plain = JSON.stringify(['b', {}, '新'])")
    page.wait_for_selector("#hold b")
    assert page.inner_text("#hold") == "新"
    page.close()


def test_components_travel_as_one_and_stay_components():
    shown = html.Table(
        html.Tbody(html.Tr([html.Td(dcc.Link("成都", href="/area?area=510100"), colSpan=2), html.Td(5)], hidden=True)),
        id="t", className="hc-table", style={"minWidth": "9px"}, **{"data-search": "cd"},
    )  # fmt: skip
    whole = as_one(shown)
    assert whole.children is shown
    told = whole.to_plotly_json()["props"]
    assert "children" not in told and told["className"] == "hc-plain"
    link = ["a", {"href": "/area?area=510100"}, "成都"]
    row = ["tr", {"hidden": ""}, ["td", {"colspan": "2"}, link], ["td", {}, "5"]]
    about = {"id": "t", "data-search": "cd", "class": "hc-table", "style": {"min-width": "9px"}}
    assert json.loads(told["data-plain"]) == ["table", about, ["tbody", {}, row]]
