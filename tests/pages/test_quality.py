"""数据质量 as a function of its address, on the invented world; truths are plain loops over its records."""

import pytest
from dash._utils import to_json
from invented import area_of, world
from layouts import by_class, by_id, has_id, of_kind, parts, words
from plain_tables import has_plain, links_of, named, plain_of, row_of, rows_of_plain, text

import app  # noqa: F401  (pages register with it)
from access.viewer import Viewer
from pages import quality as page
from pages import quality_rules, quality_scores, quality_time
from queries.view_of import View

FORM, PERIOD = "卫统1-9", "2020"
ask = View.ask


def without_periods(view, question, **arguments):
    """As a release answers that has no scores."""
    answer = ask(view, question, **arguments)
    return answer.iloc[:0] if question.__name__ == "quality_periods" else answer


@pytest.fixture(autouse=True)
def released(invented_release):
    return invented_release


def scores(form: str = FORM, period: str = PERIOD, of: str = "total") -> dict[str, dict]:
    """Scores of areas where `of` has one."""
    return {
        s["area"]: s for s in world().scores
        if s["indicator"] is None and (s["form"], s["period"]) == (form, period) and s[of] is not None
    }  # fmt: skip


def scorecard(**params) -> list:
    return plain_of(page.layout(form=FORM, period=PERIOD, **params), "hc-scorecard-scroll")


def shown(score: float) -> str:
    return f"{score:.1f}"


def test_areas_stand_in_order_of_their_total():
    tree = scorecard(layer="county")
    rows = [r for r in rows_of_plain(tree) if r[0] not in ("", "—")]
    held = scores()
    counties = [a for a in world().areas if a["in_county_layer"] and a["has_statistics"] and a["code"] in held]
    wanted = sorted((held[a["code"]]["total"] for a in counties), reverse=True)
    assert len(rows) == len(counties) > 20
    assert [r[3] for r in rows] == [shown(t) for t in wanted]
    assert [int(r[0]) for r in rows] == [1 + sum(t > own for t in wanted) for own in wanted]


def test_a_row_carries_grade_dimensions_hard_rules_and_open_problems():
    tree = scorecard(layer="county")
    code, held = next((c, s) for c, s in scores().items() if area_of(c)["in_county_layer"]
                      and s["hard_failed"] and s["findings"] and s["completeness"] is not None)  # fmt: skip
    cells = named(row_of(tree, area_of(code)["name"], column=1), "td")
    assert text(cells[2]) == held["grade"]
    assert [text(c) for c in cells[5:10]] == ["—" if held[d] is None else shown(held[d]) for d in page.DIMENSIONS]
    assert (text(cells[10]), text(cells[11])) == (str(held["hard_failed"]), str(held["findings"]))
    assert "severity=hard" in links_of(cells[10])[0] and f"area={code}" in links_of(cells[11])[0]


def test_only_what_would_be_c_or_d_is_coloured():
    held = scores()
    tree = scorecard(layer="county")
    for code, score in held.items():
        area = area_of(code)
        if not (area["in_county_layer"] and area["has_statistics"]):
            continue
        cells = named(row_of(tree, area["name"], column=1), "td")
        for cell, name in zip(cells[5:10], page.DIMENSIONS, strict=True):
            look = cell[1]["class"].split()
            value = score[name]
            wanted = "" if value is None or value >= 85 else "low" if value >= 70 else "fail"
            assert [w for w in look if w in ("low", "fail")] == ([wanted] if wanted else []), (code, name, value)


def test_what_is_not_scored_is_a_dash_and_has_no_rank():
    missing = [a for a in world().areas if a["in_county_layer"] and a["code"] not in scores() and a["has_statistics"]]
    assert missing
    tree = scorecard(layer="county")
    cells = [text(c) for c in named(row_of(tree, missing[0]["name"], column=1), "td")]
    assert (cells[0], cells[3]) == ("—", "—")
    assert "未评分" in cells
    outside = [text(c) for c in named(row_of(scorecard(), "台湾省", column=1), "td")]
    assert outside[0] == "—" and "不参加统计" in outside


def test_the_change_since_the_period_before():
    now, before = scores(), scores(period="2019")
    code = next(c for c in now if c in before and area_of(c)["in_county_layer"] and area_of(c)["has_statistics"])
    change = now[code]["total"] - before[code]["total"]
    cells = named(row_of(scorecard(layer="county"), area_of(code)["name"], column=1), "td")
    assert text(cells[4]).replace("−", "-") == f"{change:+.1f}"


def test_a_row_leads_into_its_area_and_keeps_form_and_period():
    link = links_of(row_of(scorecard(), "四川省", column=1))[0]
    assert link.startswith("/quality?") and "area=510000" in link and "period=2020" in link and "form=" in link
    inside = page.layout(area="510000", form=FORM, period=PERIOD)
    assert words(by_class(inside, "hc-crumb")[0]).split("›") == ["全国", "四川省"]
    prefectures = {a["name"] for a in world().areas if a["in_prefecture_layer"] and a["province_code"] == "510000"}
    rows = rows_of_plain(plain_of(inside, "hc-scorecard-scroll"))
    assert {r[1].removesuffix(" 演示") for r in rows} == prefectures | {"四川省"}


def test_a_county_is_shown_among_its_neighbours():
    county = next(a for a in world().areas if a["level"] == "county" and a["parent_code"] == "510100")
    tree = plain_of(page.layout(area=county["code"], form=FORM, period=PERIOD), "hc-scorecard-scroll")
    assert row_of(tree, county["name"], column=1)[1]["class"] == "sel"
    assert rows_of_plain(tree)[0][1].startswith(area_of("510100")["name"])


def test_a_dimension_orders_the_areas_and_narrows_the_rules():
    layout = page.layout(form=FORM, period=PERIOD, layer="county", dimension="completeness")
    held = [s["completeness"] for c, s in scores(of="completeness").items()
            if area_of(c)["in_county_layer"] and area_of(c)["has_statistics"]]  # fmt: skip
    told = [r[5] for r in rows_of_plain(plain_of(layout, "hc-scorecard-scroll")) if r[0].isdigit()]
    assert told == [shown(v) for v in sorted(held, reverse=True)]
    there = page.layout(form=FORM, period=PERIOD, dimension="consistency")
    assert [r[0] for r in rows_of_plain(plain_of(there, "hc-checks-scroll"))] == ["K02"]


def test_compared_areas_stand_first_and_can_be_taken_out():
    tree = scorecard(compare="110000,460000")
    rows = named(named(tree, "tbody")[0], "tr")
    assert [text(named(r, "td")[1]).split(" ")[0] for r in rows[:3]] == ["全国", "北京市", "海南省"]
    assert "compare=460000" in named(rows[1], "a")[-1][1]["href"]
    assert text(named(rows[1], "a")[-1]) == "移除"


def test_rules_with_pass_rate_areas_and_faults():
    layout = page.layout(form=FORM, period=PERIOD)
    rows = {r[0]: r for r in rows_of_plain(plain_of(layout, "hc-checks-scroll"))}
    own = [c for c in world().checks if (c["form"], c["period"], c["area"]) == (FORM, PERIOD, "100000")]
    told = {c["rule"]: c for c in own if c["checked"]}
    assert set(rows) == set(told) | ({"F01"} if any(
        c for c in world().checks if (c["form"], c["period"], c["area"], c["rule"]) == (FORM, None, "100000", "F01")
    ) else set())  # fmt: skip
    for code, check in told.items():
        rate = (1 - check["failed"] / check["checked"]) * 100
        assert rows[code][4] == f"{rate:.1f}"
        below = {c["area"] for c in world().checks if (c["form"], c["period"], c["rule"]) == (FORM, PERIOD, code)
                 and c["failed"] and area_of(c["area"])["parent_code"] == "100000"}  # fmt: skip
        assert rows[code][5] == str(len(below))
    assert {code for code, row in rows.items() if "公布" in row[3]} == set(rows) & {
        "C01"
    }  # the product's own otherwise
    assert "默认值" in words(by_class(by_id(layout, quality_rules.RULES), "hc-source")[0])


def test_a_fault_of_a_rule_is_told_where_it_ran_and_where_it_did_not(monkeypatch):
    layout = page.layout(form=FORM, period=PERIOD)
    rows = {r[0]: r for r in rows_of_plain(plain_of(layout, "hc-checks-scroll"))}
    if "A09" in rows:
        assert "3行的除数为0" in rows["A09"][1]
    shown_rules = {"K02"}
    registered = {"A09": {"name": "规则A09", "problem": "参数互相矛盾。", "checked": 0}}
    monkeypatch.setattr(quality_rules, "records", lambda *_, **__: registered)
    q = page.quality_view_of({"form": FORM}, viewer=Viewer("x"))
    assert [words(p) for p in quality_rules.not_run(q, shown_rules)] == ["A09 规则A09未执行：参数互相矛盾。"]


def test_a_rule_filters_the_findings_and_a_second_click_takes_that_back():
    layout = page.layout(form=FORM, period=PERIOD)
    link = links_of(row_of(plain_of(layout, "hc-checks-scroll"), "K02"))[0]
    assert "rule=K02" in link and link.endswith("#quality-findings")
    chosen = page.layout(form=FORM, period=PERIOD, rule="K02")
    row = row_of(plain_of(chosen, "hc-checks-scroll"), "K02")
    assert row[1]["class"] == "sel" and "rule=" not in links_of(row)[0]


def test_the_heat_map_carries_the_figures_of_every_period():
    layout = page.layout(form="ALL", layer="county")
    tree = plain_of(layout, "hc-heat-scroll")
    periods = [text(th) for th in named(tree, "th")][1:]
    assert periods == ["2018", "2019", "2020"]
    area = next(a for a in world().areas if a["in_county_layer"] and a["has_statistics"]
                and a["code"] in scores("ALL", "2020") and a["code"] not in scores("ALL", "2019"))  # fmt: skip
    cells = named(row_of(tree, area["short_name"]), "td")
    assert text(cells[3]) == shown(scores("ALL", "2020")[area["code"]]["total"])
    assert cells[2][1]["class"] == "none"  # hatched, not a low score


def test_the_trend_of_an_area_with_its_weakest_dimension():
    figure = by_id(page.layout(form="ALL"), f"{quality_time.TREND}-graph").figure
    totals = [scores("ALL", p).get("100000", {}).get("total") for p in ("2018", "2019", "2020")]
    line = next(t for t in figure["data"] if t["hovertext"][0].startswith("总分"))
    assert line["y"] == [None if t is None else pytest.approx(t, abs=0.006) for t in totals]


def test_late_reports_by_area():
    layout = page.layout(form=FORM, period="2020-01")
    rows = rows_of_plain(plain_of(layout, "hc-late-scroll"))
    codes = {a["name"]: a["code"] for a in world().areas}
    assert rows
    for name, *_, missing, late, share in rows:
        told = [s for s in world().submissions if (s["form"], s["period"]) == (FORM, "2020-01")
                and area_of(s["area"])["province_code"] == codes[name]]  # fmt: skip
        assert missing.rstrip("份") == str(sum(s["received"] is None for s in told))
        assert late.rstrip("份") == str(sum(s["received"] is not None and s["received"] > s["due"] for s in told))
        on_time, expected = (sum(s[name] for s in told) for name in ("on_time", "expected"))
        assert share == f"{on_time / expected * 100:.1f}%"


def test_demonstration_scores_are_marked_where_they_are():
    held = scores()
    tree = scorecard(layer="county")
    for code, score in held.items():
        area = area_of(code)
        if area["in_county_layer"] and area["has_statistics"]:
            row = row_of(tree, area["name"], column=1)
            assert ("演示" in text(named(row, "td")[1])) == score["demonstration"], code
    figure = by_id(page.layout(form=FORM, period=PERIOD, layer="county"), quality_scores.SCORECARD)
    assert by_class(figure, "hc-demo")


def test_the_scheme_says_that_it_is_not_official():
    layout = page.layout(form=FORM, period=PERIOD)
    assert "非官方标准" in words(by_id(layout, quality_scores.SCORECARD))
    assert "产品默认评分方案" in words(by_class(layout, "hc-controls")[0])
    assert "非官方标准" in words(by_class(layout, "hc-foot")[0])


def test_controls_hold_what_is_shown():
    layout = page.layout(form=FORM, period=PERIOD, dimension="accuracy")
    selects = {s.id["control"]: s for s in of_kind(layout, "Select")}
    assert (selects["form"].value, selects["period"].value, selects["dimension"].value) == (FORM, PERIOD, "accuracy")
    assert {o["value"] for o in selects["form"].options} == {f["code"] for f in world().forms}
    assert selects["rule"].value == "*"


def test_without_an_address_the_latest_year_of_all_forms():
    layout = page.layout()
    selects = {s.id["control"]: s.value for s in of_kind(layout, "Select")}
    assert (selects["form"], selects["period"]) == ("ALL", "2020")
    assert not by_class(layout, "hc-notices")


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"form": "没有这种报表"}, "没有名为“没有这种报表”的报表"),
        ({"form": "<script>alert(1)</script>"}, "“报表”无法识别"),
        ({"period": "1999"}, "没有1999的评分"),
        ({"period": "drop table"}, "“时期”无法识别"),
        ({"dimension": "beauty"}, "“质量维度”无法识别"),
        ({"severity": "hard' or 1=1"}, "“严重程度”无法识别"),
        ({"state": "done"}, "“处理状态”无法识别"),
        ({"area": "999999"}, "没有代码为 999999 的地区"),
        ({"area": ["510000", "110000"]}, "出现多次"),
        ({"compare": "999999"}, "对比地区 999999 不存在"),
        ({"page": "99999"}, "只有"),
        ({"page": "-1"}, "“页码”无法识别"),
        ({"sort": "name"}, "“排序”无法识别"),
        ({"rule": "ZZZ99"}, "没有代码为ZZZ99的规则"),
        ({"v": "2020.1.1"}, "已不再保留"),
    ],
)
def test_hostile_parameters_fall_back_and_are_told(params, told):
    layout = page.layout(**{"form": FORM} | params)
    assert told in words(by_class(layout, "hc-notices")[0])
    assert "<script>" not in to_json(layout)
    assert has_id(layout, quality_scores.SCORECARD)


def test_an_area_without_statistics_says_so():
    layout = page.layout(area="710000", form=FORM, period=PERIOD)
    assert not has_plain(layout, "hc-scorecard-scroll")
    assert "台湾省不在统计范围内" in words(layout)
    assert "都通过了质量规则" not in words(layout) and not has_id(layout, quality_scores.RULES)


def test_a_form_without_scores_says_so_and_leads_on(monkeypatch):
    public = Viewer("p", classifications=("public",))
    assert page.quality_view_of({"form": "年鉴"}, viewer=public).form["form"] == "ALL"  # it does not exist for them
    nobody = Viewer("n", areas=("710001",), classifications=("public",))
    monkeypatch.setattr(page, "current_viewer", lambda: nobody)
    monkeypatch.setattr("pages.quality_view.View.ask", without_periods)
    layout = page.layout(form=FORM)
    assert "还没有质量评分" in words(layout) and "hc-state" in to_json(layout)
    assert {"/quality?area=710001", "/catalogue"} <= {link.href for link in of_kind(layout, "Link")}


def test_a_viewer_of_one_province_sees_nothing_of_others(monkeypatch):
    monkeypatch.setattr(page, "current_viewer", lambda: Viewer("s", areas=("510000",)))
    layout = page.layout(form=FORM, period=PERIOD, layer="county")
    told = to_json(layout)
    others = [a["code"] for a in world().areas if a["province_code"] not in ("510000", None)]
    assert not [code for code in others if f"area={code}" in told]
    assert words(by_class(layout, "hc-crumb")[0]) == "四川省"


def test_ids_occur_once_and_the_page_is_small():
    layout = page.layout(form=FORM, period=PERIOD, layer="county")
    ids = [str(p.id) for p in parts(layout) if getattr(p, "id", None)]
    assert len(ids) == len(set(ids))
    assert sum(1 for _ in parts(layout)) < 320  # a step costs the browser the square of this
