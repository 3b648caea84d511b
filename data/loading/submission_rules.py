"""What a row of submissions may not say (see row_rules), and what takes several rows to see."""

from data.loading.checking import REJECTS_KEPT, Checks
from data.loading.refusals import Reject
from data.loading.row_rules import WHERE_AND_WHEN, Rule, not_a_number, of_parts, unknown
from data.loading.staging import Database
from data.loading.submission_header import COUNTS, DATES, PARTS, UNITS

_LABELS = {
    "cells_required": "应填单元",
    "cells_filled": "已填单元",
    "cases_expected": "应采集个案",
    "cases_entered": "入库个案",
    "codes_total": "代码总数",
    "codes_valid": "正确代码",
    "diagnoses_total": "诊断编码总数",
    "diagnoses_valid": "合格诊断编码",
    "records_total": "记录总数",
    "records_duplicate": "重复记录",
    "records_traced": "可溯源记录",
    "items_sampled": "抽查项",
    "items_agreed": "一致项",
}

RULES: tuple[Rule, ...] = (
    *of_parts([
        ("area", "t.no_area", "缺少地区代码"),
        ("period", "t.no_period", "缺少时期"),
        ("form", "t.no_form", "不知道是哪种报表：请加一列 form，或在说明文件的 form 写报表代码（如 卫统1-9）"),
    ]),
    unknown("form", "t.form IS NULL AND NOT t.no_form"),
    unknown("area", "t.area_id IS NULL AND NOT t.no_area"),
    unknown("period", "t.period_id IS NULL AND NOT t.no_period"),
    *WHERE_AND_WHEN,
    *[not_a_number(name, "须为整数；没有就留空") for name in UNITS],
    *[not_a_number(name, "须为整数；没有统计写 … 或留空") for name in COUNTS if name not in UNITS],
    *of_parts(
        (name, f"t.bad_{name}", f"“{{trim(r.{name})}}”不是日期，请写成 2026-10-18 的形式；没有就留空") for name in DATES
    ),
    *of_parts((name, f"t.{name} < 0", f"{{t.{name}}} 小于0") for name in COUNTS),
    *of_parts([
        ("period", "t.period_kind <> t.kind_given",
         "{f.form} 是{f.said}，时期“{trim(r.period)}”与之不符，应写成 {f.example} 的形式"),
        ("area", "t.reporting_level = 'province' AND a.level <> 'province'",
         "{f.form} 由各省报送，{a.name}不是省级；请改用省的代码"),
        ("received", "t.received > $cut_off", "收到日期 {t.received} 晚于说明文件的截止 {$cut_off}，请更正其中之一"),
        ("corrected", "t.corrected > $cut_off", "更正日期 {t.corrected} 晚于说明文件的截止 {$cut_off}，请更正其中之一"),
        ("received", "t.received < t.start_date", "收到日期 {t.received} 早于时期的第一天 {t.start_date}"),
        ("due", "t.due < t.start_date", "截止日期 {t.due} 早于时期的第一天 {t.start_date}"),
        ("corrected", "t.corrected < t.received", "更正日期 {t.corrected} 早于收到日期 {t.received}"),
        ("corrected", "t.corrected IS NOT NULL AND t.received IS NULL AND NOT t.unclear",
         "有更正日期 {t.corrected} 却没有收到日期"),
        ("reported", "t.reported > t.expected", "已报 {t.reported} 家多于应报 {t.expected} 家"),
        ("on_time", "t.on_time > t.reported", "按时 {t.on_time} 家多于已报 {t.reported} 家"),
        ("received", "t.reported > 0 AND t.received IS NULL AND NOT t.unclear",
         "已报 {t.reported} 家却没有收到日期；请填最后一家报来的日期"),
        ("reported", "t.reported = 0 AND t.received IS NOT NULL",
         "有收到日期 {t.received} 却没有一家已报；请更正其中之一"),
        ("on_time", "t.reported > 0 AND t.on_time IS NULL AND NOT t.bad_on_time AND t.received > t.due",
         "已报 {t.reported} 家，最后一家 {t.received} 才到，晚于截止 {t.due}；其中几家按时看不出来，请填 on_time"),
        ("on_time", "t.on_time < t.reported AND t.received <= t.due",
         "最后一家 {t.received} 报来，未过截止 {t.due}，按时 {t.on_time} 家却少于已报 {t.reported} 家"),
        ("on_time", "t.on_time = t.reported AND t.reported > 0 AND t.received > t.due",
         "最后一家 {t.received} 报来，已过截止 {t.due}，{t.reported} 家却全部按时"),
        ("late_days", "t.late_days < t.reported - t.on_time",
         "迟报 {t.reported - t.on_time} 家，合计天数 {t.late_days} 不会更少"),
        ("late_days", "t.on_time <= t.reported"
         " AND t.late_days > (t.reported - t.on_time) * greatest(t.received - t.due, 0)",
         "迟报 {t.reported - t.on_time} 家，最迟的 {greatest(t.received - t.due, 0)} 天，"
         "合计天数 {t.late_days} 太大"),
    ]),
    *of_parts(
        (part, f"t.{part} > t.{whole}",
         f"{_LABELS[part]} {{t.{part}}} 多于{_LABELS[whole]} {{t.{whole}}}")
        for part, whole in PARTS.items()
    ),
    *of_parts(
        (part, f"t.{part} IS NOT NULL AND t.{whole} IS NULL AND NOT t.bad_{whole}",
         f"有{_LABELS[part]}却没有{_LABELS[whole]}（{whole}）")
        for part, whole in PARTS.items()
    ),
)  # fmt: skip


def counted_twice(connection: Database) -> tuple[int, list[Reject]]:
    """A row for all units of an area beside rows for single ones of the same form and period."""
    rows = connection.execute(
        """WITH single AS (
            SELECT form, area_id, period_id, min(row_number) AS first FROM typed WHERE organisation <> '' GROUP BY ALL)
        SELECT t.row_number, r.area, s.first FROM typed t JOIN single s USING (form, area_id, period_id)
        JOIN raw r ON r.rowid = t.row_number - 1 WHERE t.organisation = '' ORDER BY 1"""
    ).fetchmany(REJECTS_KEPT)
    rejects = [
        Reject(row, "organisation", area, f"这一行是全地区合计，第{other}条起又逐家列出，会重复计算；请只保留一种")
        for row, area, other in rows
    ]
    return len(rejects), rejects


def sums_of_others(connection: Database) -> tuple[int, list[Reject]]:
    """A row of a larger area that is the sum of two or more rows of areas right inside it: counted twice as well."""
    rows = connection.execute(
        """WITH inside AS (
            SELECT o.form, o.period_id, c.parent, count(*) AS parts, sum(o.expected) AS expected,
                sum(o.reported) AS reported
            FROM typed o JOIN known_area c ON c.area_id = o.area_id GROUP BY o.form, o.period_id, c.parent)
        SELECT t.row_number, a.text, a.name, i.parts FROM typed t JOIN known_area a ON a.area_id = t.area_id
        JOIN inside i ON i.form = t.form AND i.period_id = t.period_id AND i.parent = a.text
        WHERE t.organisation = '' AND t.expected > 0 AND i.parts > 1 AND i.expected = t.expected
        AND i.reported = t.reported ORDER BY 1"""
    ).fetchmany(REJECTS_KEPT)
    rejects = [
        Reject(row, "area", area, f"{name}的家数等于其{n}个下级之和，会重复计算；上级由系统汇总，请删去这一行")
        for row, area, name, n in rows
    ]
    return len(rejects), rejects


SUBMISSIONS = Checks(
    RULES,
    "typed t LEFT JOIN known_area a ON t.area_id = a.area_id LEFT JOIN known_form f ON t.form = f.text",
    "form, area_id, period_id, organisation",
    ("t.form", "r.area", "r.period", "t.organisation"),
    "报表、地区、时期、机构",
    ("note", "area_name", "organisation"),
    (counted_twice, sums_of_others),
)
