"""考核排名 as a function of its address, on the invented world; truths are plain loops over its records."""

import json

import pandas as pd
import pytest
from dash._utils import to_json
from invented import area_of, world
from layouts import by_class, by_id, has_id, of_kind, parts, words
from plain_tables import has_plain, links_of, plain_of, rows_of_plain, text

import app  # noqa: F401  (pages register with it)
from access.viewer import Viewer
from components import chain_panel
from pages import assessment as page
from pages import assessment_chain as one_warning
from pages.assessment_movers import _before
from state import assessment_chain
from state.assessment_chain import chain_of, take_step

FRAME = {"scheme": "frame", "period": "2020"}
CITY = {"scheme": "cities", "period": "2020"}


@pytest.fixture(autouse=True)
def released(invented_release):
    assessment_chain.forget()
    yield invented_release
    assessment_chain.forget()


def totals(scheme, period, variant="all"):
    return {
        t["area"]: t for t in world().totals if (t["scheme"], t["period"], t["variant"]) == (scheme, period, variant)
    }


def ranks(scheme, period, parent="100000", group="all", variant="all"):
    return {
        r["area"]: r for r in world().ranks
        if (r["scheme"], r["period"], r["variant"], r["parent"], r["comparison_group"])
        == (scheme, period, variant, parent, group)
    }  # fmt: skip


def results(scheme, period, area):
    return {
        r["item_number"]: r for r in world().item_results
        if (r["scheme"], r["period"], r["area"]) == (scheme, period, area)
    }  # fmt: skip


def table(**params):
    return plain_of(page.layout(**params), "hc-ranks-scroll")


def test_areas_stand_in_order_of_their_rank_and_the_others_last():
    rows = rows_of_plain(table(**FRAME))
    held, placed = totals("frame", "2020"), ranks("frame", "2020")
    assert len(rows) == len(held) and len(placed) > 1
    shown = [r[0] for r in rows]
    assert shown == sorted((str(r["rank"]) for r in placed.values()), key=int) + ["—"] * (len(held) - len(placed))
    for row in rows[len(placed) :]:
        assert any("覆盖率低" in cell or "不参与排名" in cell for cell in row)


def test_inside_a_province_its_own_ranks_count():
    rows = rows_of_plain(table(area="510000", **CITY))
    placed = ranks("cities", "2020", parent="510000")
    assert placed and [r[0] for r in rows if r[0] != "—"] == [
        str(n) for n in sorted(r["rank"] for r in placed.values())
    ]


def test_every_view_says_that_no_scheme_is_official():
    for view in (None, "matrix", "warnings", "trial"):
        shown = words(page.layout(**FRAME, **({"view": view} if view else {})))
        assert "产品默认评分方案（非官方）" in shown and "国家未公布统一计分公式" in shown


def test_demonstration_is_marked_and_published_figures_are_not():
    assert by_class(page.layout(**FRAME), "hc-demo")  # batch 2 is demonstration
    assert not by_class(page.layout(scheme="frame", period="2018"), "hc-demo")


def test_a_group_holds_its_members_only():
    rows = rows_of_plain(table(**FRAME))
    assert rows  # the whole nation; the invented schemes have no groups of their own to choose from
    layout = page.layout(**FRAME, group="西部")
    assert "没有所选的分组" in words(layout)


def test_a_broken_scheme_says_file_field_and_reason():
    assert "broken不能使用：字段 items：缺少这个字段。" in words(page.layout(**FRAME))


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"scheme": "nonsense"}, "没有这个考核方案"),
        ({"scheme": "frame", "period": "1999"}, "没有1999的结果"),
        ({"scheme": "frame", "part": "9"}, "只有2个维度"),
        ({"scheme": "<b>"}, "无法识别"),
        ({"item": "x' OR 1"}, "无法识别"),
        ({"view": "all"}, "无法识别"),
        ({"area": "999999"}, "没有代码为 999999 的地区"),
        ({"scheme": ["frame", "cities"]}, "出现多次"),
    ],
)
def test_what_cannot_be_shown_is_told(params, told):
    layout = page.layout(**params)
    assert told in words(by_class(layout, "hc-notices"))
    to_json(layout)


@pytest.mark.parametrize("view", ["", "matrix", "warnings", "trial"])
@pytest.mark.parametrize("area", ["100000", "510000", "110000", "710000", "460400", "510100", "510104"])
@pytest.mark.parametrize("quality", ["", "hide"])
def test_every_place_can_be_drawn(area, view, quality):
    for scheme in ("", "frame", "cities", "hidden"):
        to_json(page.layout(area=area, view=view, quality=quality, scheme=scheme, show="all"))


def test_who_moves_without_values_in_doubt():
    layout = page.layout(**FRAME, quality="hide")
    before, after = ranks("frame", "2020"), ranks("frame", "2020", variant="trusted")
    moved = [a for a in after if a in before and before[a]["rank"] != after[a]["rank"]]
    gone = [a for a in before if a not in after]
    told = words(by_id(layout, "assessment-movers"))
    assert f"{len(moved)}个变动" in told and moved
    assert all(area_of(a)["name"] in told for a in gone)
    rows = {r[3]: r for r in rows_of_plain(plain_of(layout, "hc-ranks-scroll"))}
    area = moved[0]
    own = next(r for name, r in rows.items() if name.startswith(area_of(area)["name"]))
    step = before[area]["rank"] - after[area]["rank"]
    assert own[2] == f"{before[area]['rank']} {abs(step)}"


# --- one area -------------------------------------------------------------------------------------------------------


def carded(scheme="frame", period="2020"):
    """An area with a rank, and at least one item that lost points."""
    return next(
        a for a in ranks(scheme, period)
        if any(r["lost"] and r["score"] is not None for r in results(scheme, period, a).values())
    )  # fmt: skip


def test_the_card_says_total_and_place():
    area = carded()
    facts = words(by_id(page.layout(area=area, **FRAME), "assessment-facts"))
    held, placed = totals("frame", "2020")[area], ranks("frame", "2020")[area]
    assert f"{held['total']:.1f}" in facts and f"第{placed['rank']}名" in facts
    assert f"{held['coverage'] * 100:.1f}%" in facts


def test_the_card_lists_all_items_what_cost_most_first():
    area = carded()
    rows = rows_of_plain(plain_of(page.layout(area=area, **FRAME), "hc-losses-scroll"))
    held = results("frame", "2020", area)
    items = [i for i in world().scheme_items if i["scheme"] == "frame"]
    assert len(rows) == len(items) == 4

    def lost(item):
        got = held.get(item["item_number"])
        scored = got is not None and got["score"] is not None
        return (not scored, -(got["lost"] or 0) if scored else 0, item["item_number"])

    assert [r[0] for r in rows] == [i["place"] for i in sorted(items, key=lost)]
    assert any("还没有这项指标" in r[-1] for r in rows)


def test_a_value_leads_to_its_passport_and_a_name_to_the_reason():
    area = carded()
    links = links_of(plain_of(page.layout(area=area, **FRAME), "hc-losses-scroll"))
    assert any(x.startswith("/passport?indicator=") and f"area={area}" in x for x in links)
    assert any("item=1" in x and x.endswith("#assessment-why") for x in links)


def test_the_reason_of_one_item_links_its_value():
    area = carded()
    number, held = next((n, r) for n, r in results("frame", "2020", area).items() if r["score"] is not None)
    layout = page.layout(area=area, item=str(number), **FRAME)
    why = by_id(layout, "assessment-why")
    assert f"{held['score']:.1f}" in words(why) and "产品默认评分方案（非官方）" in words(why)
    assert any("/passport?" in (getattr(p, "href", "") or "") for p in parts(why))


def test_the_reason_of_the_total_adds_up():
    area = carded()
    scored = {n: r for n, r in results("frame", "2020", area).items() if r["score"] is not None}
    weight = sum(r["weight"] for r in scored.values())
    points = sum(r["weight"] * r["score"] for r in scored.values())
    assert f"{points:,.1f} ÷ {weight:g} = " in words(by_id(page.layout(area=area, **FRAME), "assessment-why"))


def test_history_stands_where_there_are_two_years():
    area = carded()
    layout = page.layout(area=area, **FRAME)
    years = [p for p in ("2018", "2019", "2020") if totals("frame", p).get(area, {}).get("total") is not None]
    assert has_id(layout, "assessment-history") == (len(years) > 1)


def test_published_grades_are_shown_as_published_without_scores():
    layout = page.layout(area="510000", **CITY)
    shown = words(by_id(layout, "assessment-published-2022"))
    assert "优秀　2个" in shown and "待改进　1个" in shown and "没有公布得分" in shown
    assert not has_id(page.layout(area="110000"), "assessment-published-2022")


# --- matrix and trial -----------------------------------------------------------------------------------------------


def test_the_matrix_has_a_letter_for_every_item_of_every_area():
    told = json.loads(getattr(by_id(page.layout(**FRAME, view="matrix"), "assessment-matrix-body"), "data-matrix"))
    numbers = [int(number) for number, _, _ in told["columns"]]
    letters = {"amber": "a", "red": "r"}
    assert len(told["rows"]) == len(totals("frame", "2020"))
    for area, _, _, cells, _ in told["rows"]:
        held = results("frame", "2020", area)
        for number, letter in zip(numbers, cells, strict=True):
            own = held.get(number)
            if own is None or own["light"] == "grey":
                assert letter == ("g" if own is None or own["score"] is None else "n")
            else:
                assert letter == (letters.get(own["light"]) or ("m" if own["met"] else "t"))


def test_the_trial_has_all_scores_and_weights_and_offers_no_files():
    layout = page.layout(**FRAME, view="trial")
    told = json.loads(getattr(by_id(layout, "assessment-trial-table"), "data-trial"))
    weights = [i["weight"] for i in world().scheme_items if i["scheme"] == "frame"]
    assert [item[2] for item in told["items"]] == weights and told["least"] == 0.8
    for area, _, _, _, scores, _ in told["areas"]:
        held = results("frame", "2020", area)
        assert scores == [held.get(n, {}).get("score") for n in range(1, len(weights) + 1)]
    files = [a for a in of_kind(layout, "A") if "/api/v1/assessment" in (a.href or "")]
    assert "试算，不保存" in words(layout) and not files


def test_files_hold_the_ranking_that_is_shown():
    links = [a.href for a in of_kind(page.layout(area="510000", **CITY), "A") if "/api/" in (a.href or "")]
    assert len(links) == 2 and all("parent=510000" in x and "scheme=cities" in x and "v=" in x for x in links)


# --- warnings -------------------------------------------------------------------------------------------------------


def test_warnings_are_listed_red_first_with_what_was_done():
    rows = rows_of_plain(plain_of(page.layout(**FRAME, view="warnings"), "hc-warnings-scroll"))
    held = [t["warning"] for t in totals("frame", "2020").values()]
    held += [r["light"] for r in world().item_results if (r["scheme"], r["period"]) == ("frame", "2020")]
    red, amber = held.count("red"), held.count("amber")
    assert [r[0] for r in rows] == ["预警"] * red + ["关注"] * amber
    assert {r[-1] for r in rows} == {"尚未办理"}


def warned():
    return next(a for a, t in totals("frame", "2020").items() if t["warning"] == "red")


def test_a_chain_shows_on_card_and_list():
    area = warned()
    take_step(
        "frame", area, "total", phase="2020", step="remind", state="done", day="2020-12-01", note="已约谈", who="甲"
    )
    card = words(by_id(page.layout(area=area, **FRAME), "assessment-chain"))
    assert "提醒　已完成" in card and "已约谈" in card
    shown = text(plain_of(page.layout(**FRAME, view="warnings"), "hc-warnings-scroll"))
    assert "提醒已完成　2020-12-01" in shown


def test_a_chain_stays_in_the_list_until_its_review_though_the_warning_is_over():
    area = next(a for a, t in totals("frame", "2020").items() if t["warning"] not in ("red", "amber"))
    said = {"phase": "2019", "note": "已办", "who": "甲", "day": "2020-03-01"}
    take_step("frame", area, "total", step="warn", state="done", **said)
    first = rows_of_plain(plain_of(page.layout(**FRAME, view="warnings"), "hc-warnings-scroll"))
    assert [r for r in first if r[0] == "已转好"] == [
        ["已转好", area_of(area)["name"], "总分", "", "", "", "", "", "预警已完成　2020-03-01"]
    ]
    for step in ("rectify", "review"):
        take_step("frame", area, "total", step=step, state="done", **said)
    last = rows_of_plain(plain_of(page.layout(**FRAME, view="warnings"), "hc-warnings-scroll"))
    assert not [r for r in last if r[0] == "已转好"]


class Clicked:
    """Stands in for Dash's context of a callback."""

    triggered = ({"value": 1, "prop_id": f"{chain_panel.KEEP}.n_clicks"},)


def kept(monkeypatch, key, choice="remind:open", day="2020-12-01", note="已发函", who="张三"):
    monkeypatch.setattr(one_warning, "ctx", Clicked)
    return one_warning.keep_step(1, choice, day, note, who, key)


def test_a_step_is_kept_from_the_page(monkeypatch):
    area = warned()
    key = {"scheme": "frame", "period": "2020", "area": area, "item": "0"}
    shown = words(kept(monkeypatch, key))
    assert "提醒　进行中" in shown and "办理记录（1条" in shown
    assert chain_of("frame", area).history[0].note == "已发函"


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"note": ""}, "请填写办理情况"), ({"day": "2020/12/1"}, "2026-11-21 的样子"), ({"who": ""}, "请填写填写人"),
     ({"choice": "review:done"}, "还没有任何环节"), ({"choice": ""}, "请选择环节")],
)  # fmt: skip
def test_a_bad_step_is_told_in_place_and_what_was_typed_stays(monkeypatch, changes, told):
    area = warned()
    key = {"scheme": "frame", "period": "2020", "area": area, "item": "0"}
    panel = kept(monkeypatch, key, **changes)
    assert told in words(panel) and by_id(panel, chain_panel.NOTE).value == changes.get("note", "已发函")
    assert chain_of("frame", area).history == ()


@pytest.mark.parametrize(
    "key",
    [None, {}, {"scheme": "frame"}, {"scheme": "frame", "period": "2020", "area": "510000", "item": "99"},
     {"scheme": "zz", "period": "2020", "area": "510000", "item": "0"},
     {"scheme": "frame", "period": "1999", "area": "510000", "item": "0"},
     {"scheme": "frame", "period": "2020", "area": "x", "item": "0"}],
)  # fmt: skip
def test_what_the_viewer_has_no_warning_of_is_not_kept(monkeypatch, key):
    assert "未保存" in words(kept(monkeypatch, key))


def test_where_nothing_warns_no_chain_begins(monkeypatch):
    quiet = next(t for t in world().totals if (t["scheme"], t["period"], t["variant"]) == ("frame", "2020", "all")
                 and t["warning"] not in ("red", "amber"))  # fmt: skip
    key = {"scheme": "frame", "period": "2020", "area": quiet["area"], "item": "0"}
    assert "没有这条预警" in words(kept(monkeypatch, key))


def test_after_a_step_is_done_the_next_one_is_chosen_and_not_its_withdrawal(monkeypatch):
    key = {"scheme": "frame", "period": "2020", "area": warned(), "item": "0"}
    panel = kept(monkeypatch, key, choice="remind:done")
    assert by_id(panel, chain_panel.CHOICE).value == "warn:open"
    assert "remind:withdrawn" in [o["value"] for o in by_id(panel, chain_panel.CHOICE).options]


def test_a_viewer_of_one_province_keeps_no_step_elsewhere(monkeypatch):
    sichuan = Viewer("四川", areas=("510000",))
    monkeypatch.setattr(one_warning, "current_viewer", lambda: sichuan)
    key = {"scheme": "frame", "period": "2020", "area": "110000", "item": "0"}
    assert "不在您的查看范围内" in words(kept(monkeypatch, key))
    assert chain_of("frame", "110000").history == ()


def test_a_viewer_of_one_province_sees_its_ranks_among_all(monkeypatch):
    monkeypatch.setattr(page, "current_viewer", lambda: Viewer("四川", areas=("510000",)))
    layout = page.layout(area="510000", scheme="frame", period="2020")
    placed = ranks("frame", "2020").get("510000")
    facts = words(by_id(layout, "assessment-facts"))
    assert (f"第{placed['rank']}名" in facts) if placed else "不排名" in facts
    listed = page.layout(area="510000", **CITY)
    codes = [r[1]["data-area"] for r in _rows(plain_of(listed, "hc-ranks-scroll")) if "data-area" in r[1]]
    assert codes and all(code.startswith("51") for code in codes)


def test_restricted_schemes_are_not_told_of(monkeypatch):
    monkeypatch.setattr(page, "current_viewer", lambda: Viewer("公众", classifications=("public",)))
    layout = page.layout(scheme="hidden", period="2020")
    assert "没有这个考核方案" in words(layout) and "方案hidden" not in words(layout)
    assert not has_plain(page.layout(scheme="cities", period="2020"), "方案cities")


def _rows(tree):
    from plain_tables import named

    return named(named(tree, "tbody")[0], "tr")


def test_who_moves_is_told_among_those_that_still_have_a_rank():
    moved = {"a": 1, "b": 2, "c": 3, "d": 4}
    held = pd.DataFrame({"area": ["a", "d", "c", "e"]})  # b left the ranking, e is new
    assert _before(held, moved) == [1, 3, 2, None]


def test_card_and_rankings_lead_to_each_other():
    card = [p.href for p in parts(page.layout(area="510000", **FRAME)) if getattr(p, "href", None)]
    assert any(h.startswith("/assessment?") and "area=" not in h and "scheme=frame" in h for h in card)  # the nation's
    assert "/assessment?area=510000" in card  # of what lies inside, by the scheme that is natural there
    inside = [p.href for p in parts(page.layout(area="510000", **CITY)) if getattr(p, "href", None)]
    assert any("area=510000" in h and "scheme=frame" in h for h in inside)  # back to its own card


def test_files_of_matrix_and_warnings_stand_at_their_views():
    for view, named in (("matrix", "matrix"), ("warnings", "warnings")):
        hrefs = [p.href for p in parts(page.layout(view=view, **FRAME)) if getattr(p, "href", None)]
        assert {f"/api/v1/assessment/{named}.{ending}" for ending in ("csv", "xlsx")} <= {
            h.split("?")[0] for h in hrefs
        }
