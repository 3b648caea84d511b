"""A small release for bulletins: 四川, its cities, 成都 and its districts; every number is in `rows()`."""

from typing import Any

NATION, PROVINCE, CITY, COUNTY = "100000", "510000", "510100", "510104"
CITIES = ("510100", "510300", "510400", "510500", "510600", "510700")
COUNTIES = ("510104", "510105", "510106")
YEARS = tuple(range(2017, 2026))
MANIFEST = {"source": "程序生成的检验数据", "demonstration": True, "form": "演示", "cut_off": "2025-12-31"}
PUBLISHED = {"source": "《检验公报》", "demonstration": False, "form": "公报", "cut_off": "2020-12-31"}


def _row(indicator: str, area: str, year: int, value: float, spread: float | None = None) -> dict[str, Any]:
    found = {"indicator": indicator, "area": area, "period": str(year), "value": round(value, 4)}
    if spread is not None:
        found |= {"lower": round(value - spread, 4), "upper": round(value + spread, 4)}
    return found


def generated() -> list[dict[str, Any]]:
    """HL rises steeply with narrow intervals, SMK hardly moves, MHL has four years, CAN5 no interval."""
    rows = []
    for n, year in enumerate(YEARS):
        rows += [_row("HL", NATION, year, 20 + n, 0.1), _row("HL", PROVINCE, year, 15 + 1.5 * n, 0.2)]
        rows += [_row("SMK", NATION, year, 24.0, 0.1), _row("SMK", PROVINCE, year, 24.05 + 0.01 * (n % 2), 0.3)]
        rows += [_row("CAN5", PROVINCE, year, 40.0 + n), _row("CAN5", NATION, year, 40.5 + n)]
        if year > 2021:
            rows.append(_row("MHL", PROVINCE, year, 20.0 + n, 0.1))
    for n, city in enumerate(CITIES):
        rows.append(_row("HL", city, 2025, 20.0 + 2.5 * n, 3.0))
        rows.append(_row("CAN5", city, 2025, 44.0 + (n // 2)))
    rows += [_row("HL", county, 2025, 21.0 + n, 0.5) for n, county in enumerate(COUNTIES)]
    return rows


def published() -> list[dict[str, Any]]:
    rows = [_row("LE", area, 2020, value) for area, value in ((NATION, 77.93), (PROVINCE, 77.79))]
    rows += [_row("LE", PROVINCE, 2010, 74.75), _row("LE", NATION, 2010, 74.83)]
    rows += [_row("POP", NATION, 2020, 1409778724), _row("POP", PROVINCE, 2020, 83674866)]
    return rows


def values() -> dict[tuple[str, str, str], float]:
    """Every value by indicator, area and period."""
    return {(r["indicator"], r["area"], r["period"]): r["value"] for r in [*published(), *generated()]}
