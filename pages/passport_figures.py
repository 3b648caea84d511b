"""The figures of 数值溯源: each from a `Passport`, each nothing where there is nothing to tell."""

from typing import Any

import pandas as pd
from dash import dcc, html

from components.arithmetic import arithmetic, stored
from components.batch_facts import batch_facts
from components.batch_table import day
from components.definition import definition
from components.figure_frame import STANDING_NOTE, figure_frame
from components.key_facts import Fact, key_facts
from components.marks import demonstration as demonstration_mark
from components.marks import lamp, unverified
from components.number_strip import Cell, number_strip
from components.numbers import STATUS_WORDS, shown
from components.parts_table import parts_table
from components.passport_link import passport_address
from components.revision_history import revision_history
from components.selection import Selection
from components.sparkline import sparkline
from components.value_checks import value_checks
from data.warehouse import current_version
from queries.passport_of import WITH_VALUE, Passport

PREFIX = "passport"
MOST_PERIODS = 16
WITHHELD = "为防止推算出被抑制的数值，此处不列上级和同级的数值。"


def _unit(passport: Passport) -> str:
    unit = passport.indicator["unit"]
    return "" if unit == "-" else str(unit)


def _address(passport: Passport, **other: str) -> str:
    """The passport of a neighbouring number, at the same version."""
    return passport_address(**passport.search | other, v=passport.version)


def _frame(body: Any, part: str, title: str, **said: Any) -> html.Section:
    return figure_frame(body, id=f"{PREFIX}-{part}", title=title, **said)


# --- the number -----------------------------------------------------------------------------------------------------


def headline(passport: Passport, checks: pd.DataFrame, here: Selection) -> html.Div:
    """The number in large, and what stands closest to it: interval, kind, origin, checks, revisions."""
    row, batch, indicator = passport.row or {}, passport.batch or {}, passport.indicator
    place: list[Any] = [f"{passport.area['name']}　{passport.period.label}"]
    if passport.breakdown.code != "all":
        place.append(f"　{passport.breakdown.label}")
    if row["demonstration"]:
        place += ["　", demonstration_mark()]
    elif not row["verified"]:
        place += ["　", unverified()]
    exact = stored(row, indicator)
    facts = [Fact("状态", STATUS_WORDS[row["status"]] + ("（由下级汇总）" if passport.rolled_up else ""),
                  f"原值 {exact}" if exact else "")]  # fmt: skip
    if row["lower"] is not None and row["upper"] is not None:
        facts.append(Fact("95%区间", f"{shown(row['lower'], indicator)}–{shown(row['upper'], indicator)}"))
    facts += [
        Fact("数据截止", day(batch.get("cut_off")), _short(batch.get("source", ""))),
        Fact("校验", _checked(passport, checks), f"共{len(checks)}项规则" if len(checks) else ""),
        Fact("修订", "首次发布" if row["revision"] == 1 else f"第{row['revision']}版", f"批次 {row['batch_id']}"),
    ]
    return key_facts(shown(row["value"], indicator), _unit(passport), place, facts, id=f"{PREFIX}-value")


def _short(source: str, most: int = 22) -> html.Span:
    text = source if len(source) <= most else source[: most - 1] + "…"
    return html.Span(text, title=source)


def _checked(passport: Passport, checks: pd.DataFrame) -> Any:
    if passport.rolled_up:
        return "逐项校验各组成部分"
    found = checks[checks["found"]]
    still = found[found["state"] != "explained"]
    if len(still):
        worst = "bad" if still["severity"].isin(["hard", "serious"]).any() else "watch"
        return lamp(worst, f"{len(still)}项未通过")
    if len(found):
        return lamp("watch", f"{len(found)}项未通过，已说明")
    return lamp("good", "未发现问题") if len(checks) else lamp("none", "本数值没有适用的规则")


# --- how it came to be ----------------------------------------------------------------------------------------------


def arithmetic_figure(passport: Passport) -> html.Section | None:
    row = passport.row
    if row is None or row["value"] is None:
        return None
    parts = int(passport.parts["value"].notna().sum())
    how = "由下级汇总：分子、分母分别相加后再计算" if passport.rolled_up else "来源文件中的一行"
    if passport.rolled_up and passport.indicator["aggregation"] == "sum":
        how = "由下级汇总：各部分相加"
    body = arithmetic(row, passport.indicator, passport.again, parts=parts)
    return _frame(body, "arithmetic", "计算", subtitle=how, unit=_unit(passport))


def parts_figure(passport: Passport) -> html.Section | None:
    if passport.row is None or not len(passport.parts):
        return None
    with_value = passport.parts[passport.parts["value"].notna()]
    addresses = {code: _address(passport, area=code) for code in with_value["area"]}
    table = parts_table(passport.parts, passport.row, passport.indicator, addresses, id=f"{PREFIX}-parts-table")
    region = html.Div(table, className="hc-scroll hc-short", tabIndex=0, role="region", **{"aria-label": "组成部分"})
    return _frame(region, "parts", "组成部分", subtitle=f"共{len(with_value)}个，数值可点开", unit=_unit(passport))


def revisions_figure(passport: Passport) -> html.Section | None:
    if passport.revisions.empty:
        return None
    table = revision_history(passport.revisions, id=f"{PREFIX}-revisions-table", indicator=passport.indicator)
    subtitle = "现用数值已抑制，以往各版的数值一并不显示" if passport.status == "suppressed" else "由新到旧"
    region = html.Div(table, className="hc-sideways", tabIndex=0, role="region", **{"aria-label": "修订履历"})
    return _frame(region, "revisions", "修订履历", subtitle=subtitle, unit=_unit(passport))


def origin_figure(passport: Passport) -> html.Section | None:
    if passport.batch is None or passport.row is None:
        return None
    return _frame(
        batch_facts(passport.batch, passport.row), "origin", "来源批次",
        demonstration=bool(passport.batch["demonstration"]),
    )  # fmt: skip


def checks_figure(passport: Passport, checks: pd.DataFrame, here: Selection) -> html.Section | None:
    if passport.rolled_up:
        body: Any = html.P(
            "汇总得出的数值不单独校验；组成它的每个数值都经过校验，可逐个点开查看。", className="hc-note"
        )
    elif checks.empty and passport.status not in WITH_VALUE:
        body = html.P("没有数值，不参加数值校验。", className="hc-note")
    elif checks.empty:
        body = html.P("本版本没有规则校验过这个数值。", className="hc-note")
    else:
        body = value_checks(checks, passport.indicator, id=f"{PREFIX}-checks-table", v=here.v)
    return _frame(body, "checks", "数据校验", subtitle="规则与阈值见数据质量页")


def definition_figure(passport: Passport, here: Selection) -> html.Section:
    more = html.Span(dcc.Link("指标监测 ›", href=here.address("/indicators")), className="hc-out")
    return _frame(
        definition(passport.indicator), "definition", "定义与口径", exports=more,
        verified=bool(passport.indicator["verified"]),
    )  # fmt: skip


# --- what stands beside it ------------------------------------------------------------------------------------------


def series_figure(passport: Passport) -> html.Section | None:
    """The same number in other periods of the same kind."""
    series = passport.series.tail(MOST_PERIODS)
    if len(series) < 2:
        return None
    records: list[Any] = list(series.itertuples())
    points = [(n, r.value, bool(r.demonstration)) for n, r in enumerate(records)]
    name = f"{passport.area['name']}{passport.indicator['name']}走势"
    picture = sparkline([p for p in points if p[1] == p[1]], width=240, height=40, words=name)
    cells = [
        Cell(
            r.period, shown(r.value, passport.indicator, r.status), _address(passport, period=r.period),
            current=r.period == passport.period.code, demonstration=bool(r.demonstration),
        )
        for r in records
    ]  # fmt: skip
    strip = number_strip(cells, id=f"{PREFIX}-series-list", label="各期数值")
    body = [part for part in (picture, strip) if part is not None]
    return _frame(
        body, "series", "前后各期", unit=_unit(passport), demonstration=bool(series["demonstration"].any()),
        subtitle=f"最近{len(series)}期" if len(passport.series) > len(series) else "",
    )  # fmt: skip


def beside_figure(passport: Passport) -> html.Section | None:
    """Parent and siblings: their numbers, or where those would tell a suppressed one, the way to them alone."""
    near: list[Any] = [] if passport.parent is None else [passport.parent | {"above": True}]
    siblings: list[Any] = passport.siblings.to_dict("records")
    near += [r | {"above": False} for r in siblings]
    if not near:
        return None
    cells = [
        Cell(
            f"上级：{r['short_name']}" if r["above"] else r["short_name"],
            "" if passport.siblings_withheld else shown(r["value"], passport.indicator, r["status"]),
            _address(passport, area=r["area"]),
            demonstration=bool(r["demonstration"]) and not passport.siblings_withheld,
        )
        for r in near
    ]  # fmt: skip
    note = [html.P(WITHHELD, className="hc-note")] if passport.siblings_withheld else []
    strip = number_strip(cells, id=f"{PREFIX}-beside-list", label="上级与同级")
    return _frame([*note, strip], "beside", "上级与同级", subtitle=passport.period.label, unit=_unit(passport))


def version_line(passport: Passport) -> html.Footer:
    """The version, and the address that always shows this very number."""
    now = current_version()
    said: list[Any] = [f"数据版本 {passport.version}"]
    if now == passport.version:
        said.append("（现行）")
    else:
        said += ["（已有新版本 ", dcc.Link(now, href=passport_address(**passport.search)), "）"]
    pinned = passport_address(**passport.search, v=passport.version)
    address = ["固定到本版本的网址：", html.Code(pinned, id=f"{PREFIX}-address")]
    return html.Footer([html.Span(said), html.Span(address), html.Span(STANDING_NOTE)], className="hc-foot")
