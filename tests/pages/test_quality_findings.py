"""The list of findings, one finding, and what people say of it, on the invented world."""

from datetime import datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from invented import area_of, batch_of, world
from layouts import by_class, by_id, has_id, of_kind, words
from plain_tables import has_plain, links_of, plain_of, rows_of_plain

import app  # noqa: F401  (pages register with it)
from access.viewer import Viewer
from components.finding_state import EXPLAIN, REOPEN, TEXT, WHO
from data.periods import parse_period
from data.schema import SEVERITIES
from data.settings import settings
from pages import quality as page
from pages import quality_finding, quality_findings
from state import finding_states
from state.corrections import record_corrected

FORM, PERIOD = "卫统1-9", "2020"
RULES = {r["code"]: r for r in world().rules}


@pytest.fixture(autouse=True)
def released(invented_release):
    finding_states.forget()
    return invented_release


def found(**wanted) -> list[dict]:
    asked = {"form": FORM, "period": PERIOD} | wanted
    return [f for f in world().findings if all(f[k] == v for k, v in asked.items())]


def listed(**params) -> list[list[str]]:
    layout = page.layout(**{"form": FORM, "period": PERIOD} | params)
    return rows_of_plain(plain_of(layout, "hc-findings-scroll")) if has_plain(layout, "hc-findings-scroll") else []


def key_in(address: str) -> str:
    return parse_qs(urlsplit(address).query)["finding"][0]


def keys_listed(**params) -> list[str]:
    layout = page.layout(**{"form": FORM, "period": PERIOD} | params)
    if not has_plain(layout, "hc-findings-scroll"):
        return []
    return [key_in(href) for href in links_of(plain_of(layout, "hc-findings-scroll")) if "finding=" in href]


def test_findings_by_severity_and_how_many():
    wanted = sorted(SEVERITIES.index(f["severity"]) for f in found())
    assert len(wanted) > 20
    assert [r[0] for r in listed()] == [["硬规则", "严重", "一般", "提示"][n] for n in wanted][
        : quality_findings.PER_PAGE
    ]
    layout = page.layout(form=FORM, period=PERIOD)
    assert f"共{len(wanted)}条" in words(by_class(layout, "hc-paging")[0])


@pytest.mark.parametrize(
    ("params", "wanted"),
    [({"rule": "K02"}, {"rule": "K02"}), ({"severity": "hard"}, {"severity": "hard"}), ({"area": "460400"}, None)],
)
def test_filters_keep_what_they_name(params, wanted):
    expected = found(**wanted) if wanted else [f for f in found() if f["area"] == params["area"]]
    assert sorted(keys_listed(**params)) == sorted(f["finding"] for f in expected)


def test_a_dimension_keeps_its_findings_only():
    kept = [f for f in found() if RULES[f["rule"]]["scored_as"] == "completeness"]
    assert sorted(keys_listed(dimension="completeness")) == sorted(f["finding"] for f in kept)


@pytest.mark.parametrize("order", ["area", "rule", "period"])
def test_sorting_by_a_column(order):
    layout = page.layout(form="ALL", period=PERIOD, sort=order)
    keys = [key_in(h) for h in links_of(plain_of(layout, "hc-findings-scroll")) if "finding=" in h]
    held = {f["finding"]: f for f in world().findings}
    places = [held[k] for k in keys]
    if order == "period":
        numbers = [-parse_period(f["period"]).id for f in places]
        assert numbers == sorted(numbers)
    else:
        assert [f[order] for f in places] == sorted(f[order] for f in places)


def test_pages_hold_every_finding_once():
    seen: list[str] = []
    total = sum(1 for f in world().findings if f["form"] != "ALL" and f["period"]
                and parse_period(f["period"]).start.year == 2020)  # fmt: skip
    for number in range(1, -(-total // quality_findings.PER_PAGE) + 1):
        layout = page.layout(form="ALL", period=PERIOD, page=str(number))
        seen += [key_in(h) for h in links_of(plain_of(layout, "hc-findings-scroll")) if "finding=" in h]
    assert len(seen) == len(set(seen)) == total > quality_findings.PER_PAGE


def test_files_hold_the_filters():
    layout = page.layout(form=FORM, period=PERIOD, rule="K02", state="open", area="510000")
    links = [a.href for a in of_kind(by_id(layout, quality_findings.FINDINGS), "A") if "/api/" in a.href]
    assert [urlsplit(a).path for a in links] == [f"/api/v1/quality/findings.{kind}" for kind in ("csv", "xlsx")]
    said = {k: v[0] for k, v in parse_qs(urlsplit(links[0]).query).items()}
    assert said == {"area": "510000", "form": FORM, "period": PERIOD, "rule": "K02", "state": "open", "v": "2026.11.1"}


def test_an_empty_list_says_why():
    layout = page.layout(form=FORM, period=PERIOD, state="explained", severity="hard")
    state = by_class(by_id(layout, quality_findings.FINDINGS), "hc-state")[0]
    assert "硬规则、已说明" in words(state) and "清除筛选" in words(state)


# --- one finding ----------------------------------------------------------------------------------------------------


def one(**wanted) -> dict:
    return next(f for f in world().findings if all(f[k] == v for k, v in wanted.items()))


def with_history() -> dict:
    """A finding about a value that was published more than once."""
    revised = {(r["indicator"], r["area"], r["period"], r["breakdown"]) for r in world().revisions}
    return next(f for f in world().findings if (f["indicator"], f["area"], f["period"], f["breakdown"]) in revised
                and f["batch_id"])  # fmt: skip


def test_a_finding_leads_to_the_very_row():
    finding = with_history()
    layout = page.layout(finding=finding["finding"])
    row = words(by_id(layout, "quality-finding-row"))
    batch = batch_of(finding["batch_id"])
    for said in (batch["file_name"], f"第{finding['row_number']}行", batch["organisation"], batch["sha256"]):
        assert said in row
    assert area_of(finding["area"])["name"] in words(by_class(layout, "hc-head")[0])
    rule = words(by_id(layout, "quality-finding-rule"))
    for name in ("formula", "threshold", "basis", "applies_to"):
        assert RULES[finding["rule"]][name] in rule
    assert "产品默认值" in rule or RULES[finding["rule"]]["official"]


def test_every_revision_and_what_changed():
    finding = with_history()
    told = [
        r for r in world().revisions if all(r[k] == finding[k] for k in ("indicator", "area", "period", "breakdown"))
    ]
    history = by_id(page.layout(finding=finding["finding"]), "quality-finding-history")
    lines = [words(li) for li in of_kind(history, "Li")]
    assert len(lines) == len(told)
    assert "第1版→第2版" in lines[-1]


def test_what_was_never_reported_has_no_row():
    finding = one(batch_id=0)
    layout = page.layout(finding=finding["finding"])
    assert "没有对应的文件和行" in words(by_id(layout, "quality-finding-row"))


def test_ways_on_from_a_finding():
    finding = with_history()
    links = {words(a): a.href for a in of_kind(page.layout(finding=finding["finding"]), "Link")}
    said = parse_qs(urlsplit(links["数值溯源 ›"]).query)
    assert (said["indicator"], said["area"], said["period"]) == (
        [finding["indicator"]], [finding["area"]], [finding["period"]]
    )  # fmt: skip
    assert links["在地图上看 ›"].startswith("/map?") and finding["indicator"] in links["指标监测 ›"]


@pytest.mark.parametrize("key", ["0" * 16, "f" * 16])
def test_a_finding_that_does_not_exist(key):
    layout = page.layout(finding=key, area="510000")
    assert "没有这条问题" in words(layout)
    assert any("area=510000" in a.href for a in of_kind(layout, "Link"))


def test_a_finding_outside_the_limits_does_not_exist(monkeypatch):
    monkeypatch.setattr(page, "current_viewer", lambda: Viewer("s", areas=("510000",)))
    outside = one(area="110101")
    assert "没有这条问题" in words(page.layout(finding=outside["finding"]))


def test_a_finding_of_nonsense_is_told():
    layout = page.layout(finding="../../etc", form=FORM)
    assert "“问题”无法识别" in words(by_class(layout, "hc-notices")[0])


# --- what people say ------------------------------------------------------------------------------------------------


class Pressed:
    """The context of a callback: which button was pressed."""

    def __init__(self, button: str) -> None:
        self.triggered_id, self.triggered = button, [{"prop_id": f"{button}.n_clicks", "value": 1}]


def press(monkeypatch, button: str, key: str, text: str, who: str):
    monkeypatch.setattr(quality_finding, "ctx", Pressed(button))
    return quality_finding.say_of_finding(1, None, text, who, key)


def test_an_explained_finding_stays_visible_with_its_explanation(monkeypatch):
    finding = found()[0]
    panel = press(monkeypatch, EXPLAIN, finding["finding"], "新建医院，数字属实。", "王某")
    assert "已说明" in words(panel) and "新建医院，数字属实。" in words(panel) and "王某" in words(panel)
    assert [r[-1] for r in listed()].count("已说明") == 1
    assert keys_listed(state="explained") == [finding["finding"]]
    assert finding["finding"] not in keys_listed(state="open")
    shown = page.layout(finding=finding["finding"])
    assert "新建医院，数字属实。" in words(by_id(shown, quality_finding.PANEL))


def test_an_explained_finding_is_no_open_problem_of_its_area_any_more(monkeypatch):
    finding = next(f for f in found() if area_of(f["area"])["province_code"] == "510000" and f["area"] != "510000")

    def open_problems() -> int:
        tree = plain_of(page.layout(form=FORM, period=PERIOD), "hc-scorecard-scroll")
        row = next(r for r in rows_of_plain(tree) if r[1].startswith("四川省"))
        return int(row[11])

    before = open_problems()
    press(monkeypatch, EXPLAIN, finding["finding"], "属实。", "王某")
    assert open_problems() == before - 1


def test_taking_an_explanation_back_keeps_the_history(monkeypatch):
    key = found()[0]["finding"]
    press(monkeypatch, EXPLAIN, key, "先前的说明", "王某")
    panel = press(monkeypatch, REOPEN, key, "", "李某")
    assert words(by_class(panel, "hc-said")).startswith("待处理")
    history = [words(li) for li in of_kind(panel, "Li")]
    assert "撤回说明" in history[0] and "李某" in history[0] and "先前的说明" in history[1]
    assert keys_listed(state="open").count(key) == 1


@pytest.mark.parametrize(
    ("text", "who", "told"),
    [
        ("", "王某", "请填写说明"),
        ("属实", "", "请填写填写人"),
        ("长" * 501, "王某", "最多500个字"),
        ("a\u202eb", "王", "控制字符"),
    ],
)
def test_what_cannot_be_kept_is_told_in_place_and_stays_in_its_field(monkeypatch, text, who, told):
    key = found()[0]["finding"]
    panel = press(monkeypatch, EXPLAIN, key, text, who)
    assert told in words(by_class(panel, "hc-form-problem")[0])
    assert (by_id(panel, TEXT).value, by_id(panel, WHO).value) == (text, who)
    assert finding_states.states_of((key,))[key].state == "open"


def test_lines_of_an_explanation_become_one(monkeypatch):
    panel = press(monkeypatch, EXPLAIN, found()[0]["finding"], "第一行\n第二行", "王某")
    assert "第一行 第二行" in words(panel)


def test_nobody_explains_what_lies_outside_their_limits(monkeypatch):
    monkeypatch.setattr(quality_finding, "current_viewer", lambda: Viewer("s", areas=("510000",)))
    key = one(area="110101")["finding"]
    panel = press(monkeypatch, EXPLAIN, key, "属实", "王某")
    assert "未保存" in words(panel)
    assert finding_states.states_of((key,))[key].state == "open"


@pytest.mark.parametrize("key", [None, "", "x", 7, {"a": 1}, "' or 1=1 --"])
def test_a_forged_key_changes_nothing(monkeypatch, key):
    assert "未保存" in words(press(monkeypatch, EXPLAIN, key, "属实", "王某"))


def test_a_state_store_that_does_not_answer_leaves_the_findings_to_read(monkeypatch):
    monkeypatch.setenv("COCKPIT_STATE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/none")
    settings.cache_clear()
    layout = page.layout(form=FORM, period=PERIOD)
    assert "处理状态暂时读不到" in words(by_class(layout, "hc-notices")[0])
    rows = rows_of_plain(plain_of(layout, "hc-findings-scroll"))
    assert len(rows) == min(len(found()), quality_findings.PER_PAGE) and rows[0][-1] == "状态未知"
    one_of = page.layout(finding=found()[0]["finding"])
    assert "暂时读不到" in words(by_id(one_of, quality_finding.PANEL)) and not has_id(one_of, EXPLAIN)


def corrected(finding: dict, batch: int) -> dict:
    """A row of `queries.findings` as `publish` records it when a later batch mended the number."""
    area, rule = area_of(finding["area"]), RULES[finding["rule"]]
    return {
        "finding": "c0ffee" + "0" * 10, "rule": finding["rule"], "rule_name": rule["name"],
        "dimension": rule["dimension"], "scored_as": rule["scored_as"], "severity": finding["severity"], "form": FORM,
        "form_name": f"{FORM}报表", "indicator": "A65", "indicator_name": "指标A65率", "unit": "%", "decimals": 1,
        "area": finding["area"], "area_name": area["name"], "parent_name": "", "level": area["level"],
        "period": PERIOD, "period_label": "2020年", "breakdown": "all", "breakdown_label": "合计", "observed": 90.0,
        "expected": 9.0, "threshold": "≤0.5%", "detail": None, "message": "填报{observed}，应为{expected}。",
        "advice": "更正。", "batch_id": 1, "row_number": 7, "file_name": "1.csv", "organisation": "单位1",
        "received": "2021-01-01", "demonstration": False, "classification": "public", "corrected_by": batch,
    }  # fmt: skip


def test_corrected_findings_are_listed_with_the_batch_that_did_it():
    row = corrected(found(rule="K02")[0], batch=9)
    record_corrected([row], version="2026.11.1", published_at=datetime(2026, 11, 1))
    told = listed(state="corrected")
    assert len(told) == 1 and told[0][-1] == "已更正" and "填报90.0%，应为9.0%。" in told[0][5]
    assert not listed(state="corrected", rule="A04") and not listed(state="corrected", period="2019")
    gone = page.layout(finding=row["finding"])
    panel = words(by_id(gone, quality_finding.PANEL))
    assert "已更正" in panel and "由批次9更正" in panel and not has_id(gone, EXPLAIN)


def test_a_correction_by_a_batch_that_the_release_does_not_hold_is_none():
    record_corrected(
        [corrected(found(rule="K02")[0], batch=77)], version="2026.11.9", published_at=datetime(2026, 11, 9)
    )
    assert not listed(state="corrected")
