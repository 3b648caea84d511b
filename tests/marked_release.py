"""A published release with findings put into it by hand: which values a page should mark is known for certain."""

from hashlib import sha256
from pathlib import Path

import duckdb

FINDING = """
    INSERT INTO fact_finding (finding_id, finding_key, rule_id, severity, form_id, indicator_id, period_id,
                              breakdown_id, area_id, observed, batch_id, row_number)
    SELECT 900000 + ?, ?, rule_id, ?, 0, o.indicator_id, o.period_id, o.breakdown_id, o.area_id, o.value, o.batch_id,
           o.row_number
    FROM fact_observation o
    JOIN dim_indicator i USING (indicator_id) JOIN dim_period p USING (period_id), dim_rule r
    WHERE i.code = ? AND o.area_id = ? AND p.code = ? AND o.breakdown_id = 0 AND r.code = ?
"""


def key_of(indicator: str, area: str, period: str) -> str:
    return sha256(f"{indicator}{area}{period}".encode()).hexdigest()[:16]


def mark(data: Path, values: list[tuple[str, str, str]], *, rule: str = "K02", severity: int = 1) -> None:
    """Adds a severe finding for each value (indicator, area, period) to the current release of `data`, unless it has
    it. Nothing may have the release open."""
    version = (data / "releases" / "CURRENT").read_text(encoding="utf-8").strip()
    with duckdb.connect(str(data / "releases" / f"{version}.duckdb")) as release:
        for number, (indicator, area, period) in enumerate(values):
            key = key_of(indicator, area, period)
            if release.execute("SELECT 1 FROM fact_finding WHERE finding_key = ?", [key]).fetchone():
                continue
            release.execute(FINDING, [number, key, severity, indicator, int(area), period, rule])
            assert release.execute("SELECT 1 FROM fact_finding WHERE finding_key = ?", [key]).fetchone(), indicator
