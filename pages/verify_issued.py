"""An issued view read again: what of it the viewer may be told, and its numbers against those of today."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import dash
from dash import html

from access.viewer import Viewer
from components.definition import CLASSIFICATIONS
from components.figure_frame import figure_frame
from components.verify_changes import ChangedNumber, verify_changes
from components.verify_facts import SURFACES, beijing, facts, links, nothing_found
from data.breakdowns import BY_CODE
from data.periods import PeriodError, parse_period
from queries.areas_register import areas_register
from queries.asked_again import Comparison, Difference, asked_again
from queries.fingerprint import UnreadableFingerprint, read_fingerprint
from queries.indicator_definitions import indicator_definitions
from queries.shown_numbers import MEASURES
from queries.view_of import NATION, records
from state.issued_views import FIGURE, IssuedView, shown_code

MOST_LISTED = 50
OF_INDICATOR = ("value", "lower", "upper", "baseline_value", "value_high", "target", "target_high", "expected")


@dataclass(frozen=True)
class Verified:
    """`whole`: the viewer may see all that the view was issued with; `title` says no more than he may know. `figure`
    is the title of the one that a picture shows, empty for whole pages."""

    issued: IssuedView
    viewer: Viewer  # of the comparison: the issued scope, or the reader's own narrower one
    whole: bool
    title: str
    figure: str
    current: str
    gone: str  # why the version of the view can no longer be read; empty where it can
    demonstration: bool
    comparison: Comparison


def verified(issued: IssuedView, *, viewer: Viewer, current: str, kept: list[str]) -> Verified:
    """The view behind a code, compared with the current version. Raises WarehouseError."""
    areas, classifications = issued.scope
    whole = covers(viewer, areas, classifications)
    seen_as = Viewer("issued", areas, classifications) if whole else viewer
    try:
        told = read_fingerprint(issued.answers)
        compared = asked_again(
            told, viewer=seen_as, whole=whole, issued_version=issued.data_version, current_version=current
        )
        demonstration = told.demonstration
    except UnreadableFingerprint:
        compared, demonstration = Comparison("unknown", "none"), False
    title, _, figure = issued.title.partition(FIGURE) if whole else (page_name(issued.address), "", "")
    gone = "" if issued.data_version in kept else "已不再保留"
    if not gone and compared.basis in ("kept", "digests"):
        gone = "由旧版程序发布，已不能读取"
    return Verified(issued, seen_as, whole, title, figure, current, gone, demonstration, compared)


def covers(viewer: Viewer, areas: tuple[str, ...], classifications: tuple[str, ...]) -> bool:
    """Whether everything of that scope may be seen by the viewer. A code's first digits name the areas around it."""
    own = set(viewer.areas)
    around = all(own & {NATION, area, f"{area[:2]}0000", f"{area[:4]}00"} for area in areas)
    return around and set(classifications) <= set(viewer.classifications)


def page_name(address: str) -> str:
    path = urlsplit(address).path
    return next((str(p["name"]) for p in dash.page_registry.values() if p["path"] == path), "已不提供的页面")


def sentences(found: Verified) -> list[str]:
    """The answer, then what it rests on."""
    compared = found.comparison
    said = [_answer(found)]
    if "#" in found.issued.address:
        said.append("校验码登记的是页面中的一张图；以上核对的是整个页面的数值，不只这张图的。")
    if compared.added or compared.later:
        more = [f"{compared.added:,}个是新增的" if compared.added else "",
                f"{compared.later:,}处现在显示更新的时期，原来的数值仍然有效" if compared.later else ""]  # fmt: skip
        said.append(f"同样的问题今天另有新的数值：{'；'.join(m for m in more if m)}。")
    if compared.reproduced is False:
        said.append(
            f"注意：版本 {found.issued.data_version} 现在给出的数值与登记时的记录不一致，"
            "可能是程序升级或数据仓库重建过；请以出具单位留存的文件为准。"
        )
    if found.gone:
        said.append(_without_version(found))
    if compared.unasked:
        said.append(f"其中{compared.unasked}项内容本程序已不能重新查询，未参加核对。")
    if not found.whole:
        said.append("这张视图是按更大的查看范围登记的；以上只按您的查看范围核对，范围以外的内容不显示。")
    return said


def _answer(found: Verified) -> str:
    compared, version = found.comparison, found.issued.data_version
    count = f"{compared.numbers:,}个数值"
    if compared.state == "same":
        same_version = version == found.current
        return f"登记时的{count}，{'数据版本至今没有更换' if same_version else '在当前版本中全部相同'}。"
    if compared.state == "grown":
        return f"登记时的{count}，在当前版本中全部相同。"
    if compared.state == "changed":
        if compared.basis == "digests":
            return f"登记时共有{count}，其中有的已与现在不同。"
        return f"登记时的{count}中，有{len(compared.differences):,}个已与现在不同，见下表。"
    return "不能判断数值是否变化。"


def _without_version(found: Verified) -> str:
    gone = f"数据版本 {found.issued.data_version} {found.gone}，"
    if found.comparison.basis == "kept":
        return gone + "登记时的数值取自登记校验码时的记录（不含分子、分母和区间）。"
    if found.comparison.basis == "digests":
        return gone + "数值太多，登记时只留了指纹：能知道是否变化，不能逐个列出。"
    return gone + "也没有可供您核对的记录。"


def issued_facts(found: Verified) -> html.Dl:
    issued = found.issued
    version = issued.data_version
    state = "当前版本" if version == found.current else (found.gone or "仍可查看")
    return facts([
        ("视图", found.title),
        ("图", found.figure),
        ("页面", page_name(issued.address)),
        ("校验码", shown_code(issued.code)),
        ("数据版本", f"{version}（{state}）"),
        ("生成时间", beijing(issued.at)),
        ("载体", SURFACES.get(issued.surface, issued.surface)),
        ("查看范围", scope_words(found) if found.whole else "大于您的查看范围"),
        ("查看", links(_links(found))),
    ])  # fmt: skip


def _links(found: Verified) -> list[tuple[str, str]]:
    address = found.issued.address
    pinned = [("登记时的版本", _at_version(address, found.issued.data_version))] if not found.gone else []
    return [*pinned, ("现在的版本", address)]


def _at_version(address: str, version: str) -> str:
    page, mark, figure = address.partition("#")
    return f"{page}{'&' if '?' in page else '?'}v={version}{mark}{figure}"


def scope_words(found: Verified) -> str:
    areas, classifications = found.issued.scope
    known = records(areas_register, viewer=found.viewer, version=found.current, key="code")
    names = "、".join(known[a]["name"] if a in known else a for a in areas)
    return f"{names}；{'、'.join(words for c, words in CLASSIFICATIONS.items() if c in classifications)}数据"


def changes(found: Verified) -> html.Div | None:
    differences = found.comparison.differences
    if not differences:
        return None
    areas = records(areas_register, viewer=found.viewer, version=found.current, key="code")
    indicators = records(indicator_definitions, viewer=found.viewer, version=found.current, key="code")
    rows = [_changed(d, areas, indicators) for d in differences[:MOST_LISTED]]
    return verify_changes(rows, more=len(differences) - len(rows))


def _changed(difference: Difference, areas: dict, indicators: dict) -> ChangedNumber:
    place = difference.place
    area, indicator = areas.get(place.area), indicators.get(place.indicator)
    of_it = indicator is not None and place.measure in OF_INDICATOR
    return ChangedNumber(
        area["name"] if area else place.area,
        str(indicator["short_name"]) if indicator else place.indicator,
        str(indicator["unit"]) if of_it and indicator else "",
        int(indicator["decimals"]) if of_it and indicator else None,
        _period_words(place.period),
        BY_CODE[place.breakdown].label if place.breakdown in BY_CODE else place.breakdown,
        place.further.partition("|")[0],
        MEASURES[place.measure],
        difference.old,
        difference.new,
    )


def _period_words(code: str) -> str:
    try:
        return parse_period(code).label
    except PeriodError:
        return code


def the_view(found: Verified) -> Any:
    """The view itself at its version, below what is said of it."""
    if found.gone:
        reason = f"数据版本 {found.issued.data_version} {found.gone}，不能再显示登记时的视图。"
        body: Any = nothing_found("不能显示", reason, ("看现在的版本", found.issued.address))
    else:
        # from its top: a fragment would scroll the page around the frame too
        address = _at_version(found.issued.address.partition("#")[0], found.issued.data_version)
        body = html.Iframe(src=address, title=f"登记时的视图：{found.title}", className="hc-verify-view")
    return figure_frame(
        body, id="verify-view", title="登记时的视图", subtitle=f"{found.title}　数据版本 {found.issued.data_version}"
    )
