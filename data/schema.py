"""The star schema as SQLAlchemy Core tables: one release of the warehouse, the same on DuckDB, PostgreSQL and Citus.

`indicator_id` leads every key of a fact, because it is what a cluster distributes by. No identity columns, no foreign
keys (DuckDB checks them row by row at load; the loader has checked every code already) and no reflection.
Areas are keyed by their 6-digit code as a number; the code itself, with its name and ancestors, is in `dim_area`.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 4
metadata = MetaData()

QUALITY_DIMENSIONS = ("completeness", "timeliness", "accuracy", "consistency", "authenticity")
SEVERITIES = ("hard", "serious", "minor", "hint")  # of a quality rule and of what it found
STATUSES = ("final", "preliminary", "estimated", "missing", "not_applicable", "suppressed")


def _key(name: str, kind: type | String = Integer) -> Column:
    return Column(name, kind, primary_key=True, autoincrement=False)


release_info = Table(
    "release_info",
    metadata,
    _key("version", String),
    Column("schema_version", Integer, nullable=False),
    Column("published_at", DateTime, nullable=False),
    Column("observations", BigInteger, nullable=False),
    Column("batches", Integer, nullable=False),
    Column("cut_off", Date),  # the latest cut-off of the batches in it
    Column("note", Text),
    Column("previous", String),  # the version that readers saw before this one; rollback returns to it
)

dim_area = Table(
    "dim_area",
    metadata,
    _key("area_id"),
    Column("code", String(6), nullable=False),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("level", String(12), nullable=False),  # nation province prefecture county zone
    Column("parent_code", String(6)),
    Column("province_code", String(6)),  # itself for a province; null for the nation
    Column("prefecture_code", String(6)),  # itself for a prefecture; null above and for counties without one
    Column("in_province_layer", Boolean, nullable=False),
    Column("in_prefecture_layer", Boolean, nullable=False),
    Column("in_county_layer", Boolean, nullable=False),
    Column("has_statistics", Boolean, nullable=False),
    Column("has_polygon", Boolean, nullable=False),
    Column("macro_region", Text),  # 东部 中部 西部 东北
    Column("floating_region", Text),  # 泛长三角 泛珠三角 环渤海 西北
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("successor_code", String(6)),
    Column("pinyin", Text, nullable=False),
    Column("initials", Text, nullable=False),
    Column("note", Text),
)

dim_indicator = Table(
    "dim_indicator",
    metadata,
    _key("indicator_id", SmallInteger),
    Column("code", String(12), nullable=False),
    Column("name", Text, nullable=False),
    Column("short_name", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("group_code", String(12), nullable=False),  # "01".."15", composite, core, population, mobility, projects
    Column("group_name", Text, nullable=False),
    Column("sort_order", Integer, nullable=False),
    Column("definition", Text),
    Column("numerator_label", Text),
    Column("denominator_label", Text),
    Column("unit", Text, nullable=False),
    Column("multiplier", Double),
    Column("decimals", SmallInteger, nullable=False),
    Column("direction", String(8), nullable=False),  # higher lower range none
    Column("kind", Text),
    Column("nature", Text),
    Column("value_type", String(12), nullable=False),
    Column("aggregation", String(8), nullable=False),  # ratio sum none
    Column("proportion", Boolean, nullable=False),
    Column("minimum", Double),
    Column("maximum", Double),
    Column("frequency", Text),
    Column("finest_level", String(12), nullable=False),
    Column("classification", String(12), nullable=False),  # public internal restricted
    Column("source", Text),
    Column("department", Text),
    Column("verified", Boolean, nullable=False),
    Column("verification", Text),
    Column("breaks", Text),  # JSON list of class breaks, or null
    Column("memberships", Text, nullable=False),  # JSON list of {list, number, note}
    Column("featured", SmallInteger),  # order among the overview's cards
    Column("pinyin", Text, nullable=False),
    Column("initials", Text, nullable=False),
)

dim_target = Table(
    "dim_target",
    metadata,
    _key("indicator_id", SmallInteger),
    _key("target_number", SmallInteger),
    Column("plan", Text, nullable=False),
    Column("area_id", Integer, nullable=False),
    Column("kind", String(12), nullable=False),  # number range pair yes_no trend relative
    Column("baseline_value", Double),
    Column("baseline_year", Integer),
    Column("baseline_text", Text),
    Column("operator", String(8)),  # >= <= < > = between trend
    Column("value", Double),
    Column("value_high", Double),
    Column("text", Text),
    Column("year", Integer, nullable=False),
    Column("plan_version", Text),
    Column("verified", Boolean, nullable=False),
    Column("source", Text),
)

dim_period = Table(
    "dim_period",
    metadata,
    _key("period_id"),
    Column("code", String(12), nullable=False),
    Column("kind", String(12), nullable=False),  # year half quarter cumulative month week day
    Column("year", Integer, nullable=False),
    Column("start_date", Date, nullable=False),
    Column("end_date", Date, nullable=False),
    Column("label", Text, nullable=False),
)

dim_breakdown = Table(
    "dim_breakdown",
    metadata,
    _key("breakdown_id", SmallInteger),
    Column("code", String(12), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("label", Text, nullable=False),
)

dim_batch = Table(
    "dim_batch",
    metadata,
    _key("batch_id"),
    Column("file_name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("received", Date),
    Column("due", Date),
    Column("cut_off", Date),
    Column("sha256", String(64), nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("verified", Boolean, nullable=False),  # false: figures not yet checked against the publication (待核验)
    Column("classification", String(12), nullable=False),
    Column("loaded_at", DateTime, nullable=False),
    Column("loaded_by", Text, nullable=False),
    Column("row_count", BigInteger, nullable=False),  # rows of the file
    Column("observations", BigInteger),  # those that readers see in this release; the others were replaced later
)


def _observation_columns() -> list[Column]:
    return [
        Column("numerator", Double),
        Column("denominator", Double),
        Column("value", Double),  # null unless status is final, preliminary or estimated
        Column("lower", Double),
        Column("upper", Double),
        Column("status", SmallInteger, nullable=False),  # index into STATUSES
        Column("batch_id", Integer, nullable=False),
        Column("row_number", Integer, nullable=False),  # 1 = first row after the header
        Column("note", Text),
    ]


# What readers see: the latest revision of every key.
fact_observation = Table(
    "fact_observation",
    metadata,
    _key("indicator_id", SmallInteger),
    _key("period_id"),
    _key("breakdown_id", SmallInteger),
    _key("area_id"),
    *_observation_columns(),
)
Index("ix_observation_area", fact_observation.c.indicator_id, fact_observation.c.area_id)

# The yearly observations once more, in order of area: what profiles and trends of an area read. A columnar file skips
# only what its order lets it skip: one area with all indicators took 300 ms in 100 million rows of fact_observation and
# takes 3 ms here. `publish` fills it: periods of kind year, ORDER BY area_id, indicator_id, breakdown_id, period_id.
fact_annual = Table(
    "fact_annual",
    metadata,
    _key("area_id"),
    _key("indicator_id", SmallInteger),
    _key("breakdown_id", SmallInteger),
    _key("period_id"),
    *_observation_columns(),
)

# Earlier revisions, kept for the passport of a number.
fact_revision = Table(
    "fact_revision",
    metadata,
    _key("indicator_id", SmallInteger),
    _key("period_id"),
    _key("breakdown_id", SmallInteger),
    _key("area_id"),
    _key("revision", SmallInteger),  # 1 = the first value ever published
    *_observation_columns(),
)

# What is in a release, counted once when it is made: menus, coverage and the catalogue read this, not the facts.
fact_coverage = Table(
    "fact_coverage",
    metadata,
    _key("indicator_id", SmallInteger),
    _key("period_id"),
    _key("breakdown_id", SmallInteger),
    _key("level", String(12)),
    _key("classification", String(12)),  # of the batches: a viewer's answer sums the ones that the viewer may see
    Column("observations", Integer, nullable=False),
    Column("with_value", Integer, nullable=False),
    Column("demonstration", Integer, nullable=False),
    Column("batch_id", Integer, nullable=False),  # the latest batch among them
)

# Reporting forms: those of the calendar (data/quality/forms.yaml) and those that batches name. 0 is all forms together.
dim_form = Table(
    "dim_form",
    metadata,
    _key("form_id", SmallInteger),
    Column("code", Text, nullable=False),  # 卫统1-9; of a form outside the calendar its name; ALL for 0
    Column("name", Text, nullable=False),
    Column("period_kind", String(12)),
    Column("scope", Text),  # who reports
    Column("due_rule", Text),  # in the words of the source
    Column("basis", Text),
    Column("official", Boolean, nullable=False),
    Column("in_calendar", Boolean, nullable=False),
    Column("classification", String(12), nullable=False),  # the strictest of its batches
    Column("demonstration", Boolean, nullable=False),  # some of its batches are
)

# The quality rules of this release (data/quality/rules/*.yaml), also those that could not be run and why.
dim_rule = Table(
    "dim_rule",
    metadata,
    _key("rule_id", SmallInteger),
    Column("code", String(12), nullable=False),
    Column("name", Text, nullable=False),
    Column("dimension", Text, nullable=False),  # as the list of rules has it: 完整性 及时性 准确性 一致性 唯一性 …
    Column("scored_as", String(16)),  # completeness timeliness accuracy consistency authenticity; null: not scored
    Column("kind", String(24), nullable=False),
    Column("severity", String(8), nullable=False),  # of SEVERITIES
    Column("formula", Text, nullable=False),
    Column("threshold", Text, nullable=False),
    Column("applies_to", Text, nullable=False),
    Column("parameters", Text, nullable=False),  # JSON
    Column("message", Text, nullable=False),  # sentence of a finding, with {observed} {expected} {detail}
    Column("advice", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("official", Boolean, nullable=False),
    Column("problem", Text),  # why it could not be run, wholly or in part
    Column("checked", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
    Column("findings", BigInteger, nullable=False),
)

# Who had to report what by when, and what came: one row per form, period and reporting unit, the latest revision.
fact_submission = Table(
    "fact_submission",
    metadata,
    _key("form_id", SmallInteger),
    _key("period_id"),
    _key("area_id"),
    _key("organisation", Text),  # empty: all units of the area together
    Column("due", Date, nullable=False),
    Column("received", Date),  # null: not reported
    Column("corrected", Date),
    *[
        Column(name, BigInteger, nullable=name not in ("expected", "reported", "on_time"))
        for name in (
            "expected", "reported", "on_time", "late_days", "cells_required", "cells_filled", "cases_expected",
            "cases_entered", "codes_total", "codes_valid", "diagnoses_total", "diagnoses_valid", "records_total",
            "records_duplicate", "records_traced", "items_sampled", "items_agreed", "staff_counted", "staff_registered",
        )
    ],
    Column("batch_id", Integer, nullable=False),
    Column("row_number", Integer, nullable=False),
    Column("note", Text),
)  # fmt: skip

# How many units a rule checked and how many failed, in an area and all areas inside it.
# form 0 sums all forms by year; period 0 is for rules without a period (metadata).
fact_check = Table(
    "fact_check",
    metadata,
    _key("form_id", SmallInteger),
    _key("period_id"),
    _key("rule_id", SmallInteger),
    _key("area_id"),
    Column("checked", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
)

# The same by indicator for the nation's whole level: what a number's passport says of the checks it went through.
fact_rule_use = Table(
    "fact_rule_use",
    metadata,
    _key("indicator_id", SmallInteger),
    _key("period_id"),
    _key("rule_id", SmallInteger),
    _key("level", String(12)),
    Column("checked", BigInteger, nullable=False),
    Column("failed", BigInteger, nullable=False),
)

# Everything that broke a rule, with the row it came from.
fact_finding = Table(
    "fact_finding",
    metadata,
    _key("finding_id"),
    Column("finding_key", String(16), nullable=False),  # the same in every release: of rule, form, indicator, period …
    Column("rule_id", SmallInteger, nullable=False),
    Column("severity", SmallInteger, nullable=False),  # index into SEVERITIES
    Column("form_id", SmallInteger, nullable=False),
    Column("indicator_id", SmallInteger, nullable=False),  # 0: not about one indicator
    Column("period_id", Integer, nullable=False),  # 0: not about one period
    Column("breakdown_id", SmallInteger, nullable=False),
    Column("area_id", Integer, nullable=False),
    Column("observed", Double),
    Column("expected", Double),
    Column("detail", Text),
    Column("batch_id", Integer, nullable=False),  # 0: what is missing has no batch
    Column("row_number", Integer, nullable=False),
)
Index("ix_finding_key", fact_finding.c.finding_key)
Index("ix_finding_value", fact_finding.c.indicator_id, fact_finding.c.period_id)
Index("ix_finding_area", fact_finding.c.area_id)

# Scores (0 to 100, null where nothing was checked) and grades of an area and all areas inside it.
# indicator 0: by form and period, every area that was checked. indicator > 0 (form 0): only where something failed;
# a value without a row here has passed whatever was checked.
fact_score = Table(
    "fact_score",
    metadata,
    _key("indicator_id", SmallInteger),
    _key("form_id", SmallInteger),
    _key("period_id"),
    _key("area_id"),
    *[Column(name, Double) for name in (*QUALITY_DIMENSIONS, "total")],
    Column("grade", String(1)),
    Column("capped", Boolean, nullable=False),  # a failed hard rule lowered the grade
    Column("hard_failed", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("severe", Integer, nullable=False),  # hard or serious ones
    Column("demonstration", Boolean, nullable=False),
)
Index("ix_score_area", fact_score.c.indicator_id, fact_score.c.form_id, fact_score.c.area_id)

# Assessment schemes (data/assessment/schemes/*.yaml), also those that cannot be used and why.
dim_scheme = Table(
    "dim_scheme",
    metadata,
    _key("scheme_id", SmallInteger),
    Column("code", String(24), nullable=False),
    Column("name", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("level", String(12), nullable=False),  # whose areas are assessed: province prefecture county
    Column("parent", String(12), nullable=False),  # grades by quota are given inside it: nation province prefecture
    Column("official", Boolean, nullable=False),  # false: 产品默认评分方案（非官方）
    Column("verified", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("minimum_coverage", Double, nullable=False),  # 0–1, of the weight
    Column("grading", Text, nullable=False),  # JSON: by (cut_off, quota, none), names, cut_offs or quota
    Column("comparison_groups", Text, nullable=False),  # JSON: macro_region, population_class
    Column("dimensions", Text, nullable=False),  # JSON list of names, in order
    Column("settings", Text, nullable=False),  # JSON: plan, target_year, baseline, aggregation, phases, warning, bands
    Column("classification", String(12), nullable=False),  # the strictest of its indicators
    Column("problem", Text),
)

dim_scheme_item = Table(
    "dim_scheme_item",
    metadata,
    _key("scheme_id", SmallInteger),
    _key("item_number", SmallInteger),
    Column("place", Text, nullable=False),  # number on the scheme's list: 25①
    Column("indicator_id", SmallInteger, nullable=False),  # 0: the product has no such indicator; always missing
    Column("name", Text, nullable=False),
    Column("dimension", Text, nullable=False),
    Column("weight", Double, nullable=False),
    Column("scoring", String(24), nullable=False),
    Column("parameters", Text, nullable=False),  # JSON
    Column("direction", String(8), nullable=False),  # higher lower range
    Column("unit", Text, nullable=False),
    Column("decimals", SmallInteger, nullable=False),
    Column("breakdown", String(12), nullable=False),
    Column("verified", Boolean, nullable=False),  # definition and target were seen in a public text
    Column("source", Text, nullable=False),
    Column("note", Text),
)

# A phase for which a scheme has results: 2025H1, 2025Q1-3, 2025.
dim_assessment_phase = Table(
    "dim_assessment_phase",
    metadata,
    _key("scheme_id", SmallInteger),
    _key("period_id"),
    Column("phase", String(16), nullable=False),  # half three_quarters year
    Column("target_year", Integer),  # of the targets that most items are measured by
    Column("targets_changed", Boolean, nullable=False),  # against the year before: totals of the two do not compare
    Column("previous_phase_id", Integer),
    Column("previous_year_id", Integer),  # the same phase a year before
    Column("areas", Integer, nullable=False),
    Column("ranked", Integer, nullable=False),  # of variant all
    Column("doubtful", Integer, nullable=False),  # values that variant trusted leaves out
    Column("bands", Boolean, nullable=False),  # rank bands were drawn
    Column("note", Text),
    Column("classification", String(12), nullable=False),  # the strictest of the batches in it
    Column("demonstration", Boolean, nullable=False),
)

ASSESSMENT_VARIANTS = ("all", "trusted")  # trusted leaves out values of grade D or with a hard or serious finding

# What every item of a scheme came to, of variant all.
fact_assessment_item = Table(
    "fact_assessment_item",
    metadata,
    _key("indicator_id", SmallInteger),
    _key("scheme_id", SmallInteger),
    _key("period_id"),
    _key("area_id"),
    _key("item_number", SmallInteger),
    Column("value", Double),
    Column("lower", Double),
    Column("upper", Double),
    Column("value_period_id", Integer),  # differs from period_id where the value was carried, or is a closing quarter
    Column("status", SmallInteger),  # index into STATUSES; null where there is no observation
    Column("carried", Boolean, nullable=False),
    Column("target", Double),
    Column("target_high", Double),  # of a range
    Column("operator", String(8)),
    Column("target_year", Integer),
    Column("baseline", Double),
    Column("baseline_year", Integer),
    Column("expected", Double),  # point of the path
    Column("met", Boolean),
    Column("on_track", Boolean),
    Column("attainment", Double),  # 0–1
    Column("score", Double),  # 0–100; null: not scored
    Column("reason", String(16)),  # why not: no_value no_baseline no_target too_few_points
    Column("weight", Double, nullable=False),
    Column("lost", Double),  # points of the total
    Column("gain_per_unit", Double),  # points of the total that one unit of improvement would bring
    Column("light", String(8), nullable=False),  # red amber green grey
    Column("doubtful", Boolean, nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("batch_id", Integer),
    Column("row_number", Integer),
)
Index(
    "ix_assessment_item",
    fact_assessment_item.c.scheme_id,
    fact_assessment_item.c.period_id,
    fact_assessment_item.c.area_id,
)

fact_assessment = Table(
    "fact_assessment",
    metadata,
    _key("scheme_id", SmallInteger),
    _key("period_id"),
    _key("variant", String(8)),  # of ASSESSMENT_VARIANTS
    _key("area_id"),
    Column("total", Double),  # 0–100; also where coverage is too low for a rank
    Column("total_low", Double),  # 95 % from the intervals of the values alone
    Column("total_high", Double),
    Column("dimensions", Text, nullable=False),  # JSON list of scores in the scheme's order, null where not scored
    Column("coverage", Double, nullable=False),  # 0–1
    Column("grade", Text),
    Column("warning", String(8), nullable=False),
    *[
        Column(f"items_{name}", SmallInteger, nullable=False)
        for name in ("scored", "met", "green", "amber", "red", "grey")
    ],
    Column("reason", Text),  # why there is no rank
    Column("previous_phase_total", Double),
    Column("previous_year_total", Double),
    Column("demonstration", Boolean, nullable=False),
)

fact_assessment_rank = Table(
    "fact_assessment_rank",
    metadata,
    _key("scheme_id", SmallInteger),
    _key("period_id"),
    _key("variant", String(8)),
    _key("parent_id"),
    _key("comparison_group", String(24)),  # all, 东部 …, 100–300万人 …
    _key("area_id"),
    Column("rank", Integer, nullable=False),
    Column("ranked", Integer, nullable=False),
    Column("rank_low", Integer),  # 95 % of the draws; null where no bands were drawn
    Column("rank_high", Integer),
    Column("set_low", Integer),  # rank confidence set; null where it was not computed
    Column("set_high", Integer),
    Column("bracket", Integer),  # first and last bracket that the area belongs to; areas that share one cannot be
    Column("bracket_last", Integer),  # told apart
    Column("grade", Text),
    Column("crosses", Boolean, nullable=False),  # the band crosses a grade line
)

# Results that an authority published, as published.
fact_published_grade = Table(
    "fact_published_grade",
    metadata,
    _key("year"),
    _key("assessment", Text),
    _key("area_id"),
    Column("root_id", Integer, nullable=False),  # whose areas were assessed
    Column("grade", Text, nullable=False),
    Column("grade_order", SmallInteger, nullable=False),  # 1: the best
    Column("listed_order", SmallInteger, nullable=False),  # place in the published list of the grade; no rank
    Column("units", SmallInteger, nullable=False),  # how many were assessed
    Column("verified", Boolean, nullable=False),
    Column("source", Text, nullable=False),
    Column("note", Text),
)

DIMENSIONS = (
    release_info,
    dim_area,
    dim_indicator,
    dim_target,
    dim_period,
    dim_breakdown,
    dim_batch,
    dim_form,
    dim_rule,
    dim_scheme,
    dim_scheme_item,
    dim_assessment_phase,
)
FACTS = (
    fact_observation, fact_annual, fact_revision, fact_coverage, fact_submission, fact_check, fact_rule_use,
    fact_finding, fact_score, fact_assessment_item, fact_assessment, fact_assessment_rank, fact_published_grade,
)  # fmt: skip
