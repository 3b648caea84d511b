"""The columns of a file of submissions: who had to report which form, when it came, and what was found in it."""

from data.loading.header import CHECKED, Layout

DATES = ("due", "received", "corrected")
UNITS = ("expected", "reported", "on_time", "late_days")  # reporting units, and the days by which they were late
PARTS = {  # a part and the whole it belongs to
    "cells_filled": "cells_required",
    "cases_entered": "cases_expected",
    "codes_valid": "codes_total",
    "diagnoses_valid": "diagnoses_total",
    "records_duplicate": "records_total",
    "records_traced": "records_total",
    "items_agreed": "items_sampled",
}
STAFF = ("staff_counted", "staff_registered")
COUNTS = (*UNITS, *dict.fromkeys(name for part, whole in PARTS.items() for name in (whole, part)), *STAFF)
COLUMNS = ("form", "area", "period", "organisation", *DATES, *COUNTS, "note", *CHECKED)


def _without_report(found: list[str]) -> str | None:
    if "received" in found or "reported" in found:
        return None
    return "缺少列 received（收到日期）或 reported（已报家数），看不出报了没有"


def _looks_like_observations(unknown: list[str]) -> str | None:
    if not {"indicator", "value", "numerator", "breakdown"} & set(unknown):
        return None
    return "如果这是观测值，请从说明文件中删去  content: submissions"


SUBMISSIONS = Layout(
    COLUMNS,
    ("area", "period"),
    ("form", "area", "period", "received", "expected", "reported", "on_time"),
    ("submissions", "报送情况", "数据"),
    _without_report,
    _looks_like_observations,
)
