"""Tables of the state store. Nothing in the log is ever changed or removed: what holds is what was said last."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    DateTime,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 2  # 2: assessment_step
SERVER_SCHEMA = "cockpit_state"  # on PostgreSQL, where warehouse and state may share a database
ACTIONS = ("explained", "reopened", "corrected")
metadata = MetaData()

# One row. `revision` counts the writing transactions: each raises it first, which also makes them wait for each other,
# so that event numbers become visible in their order.
state_info = Table(
    "state_info",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("schema_version", Integer, nullable=False),
    Column("revision", BigInteger, nullable=False),
)

finding_event = Table(
    "finding_event",
    metadata,
    Column("event_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("finding_key", String(16), nullable=False),
    Column("action", String(12), nullable=False),  # of ACTIONS
    Column("text", Text),  # the explanation
    Column("who", Text, nullable=False),
    Column("at", DateTime, nullable=False),  # UTC
    Column("observed", Double),  # the number that was explained: the explanation holds for no other
    Column("batch_id", Integer),  # of a correction: the batch that made it
    Column("data_version", String(32)),  # of a correction: the first version without the finding
    Column("about", Text),  # JSON: the finding as it was read, because releases are not kept for ever
)
Index("ix_finding_event_key", finding_event.c.finding_key)

# Publications whose findings were compared with those of the version before them.
compared_release = Table(
    "compared_release",
    metadata,
    Column("version", String(32), primary_key=True),
    Column("published_at", DateTime, primary_key=True),
    Column("corrected", Integer, nullable=False),
    Column("at", DateTime, nullable=False),
)

# What was done about a warning of the assessment: 提醒, 预警, 整改, 复核, each begun, done or withdrawn.
assessment_step = Table(
    "assessment_step",
    metadata,
    Column("step_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("scheme", String(24), nullable=False),
    Column("area", String(6), nullable=False),
    Column("item", String(32), nullable=False),  # an indicator (with its breakdown: A65:rural), or total
    Column("phase", String(16), nullable=False),  # the period in which it was warned: 2025H1
    Column("step", String(8), nullable=False),  # of state.chain_rules.STEPS
    Column("state", String(10), nullable=False),  # open done withdrawn
    Column("day", Date, nullable=False),  # when it was done, as people say
    Column("note", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", DateTime, nullable=False),  # when it was written down, UTC
    Column("about", Text),  # JSON: names, value, target and light at that time
)
Index("ix_assessment_step_key", assessment_step.c.scheme, assessment_step.c.area, assessment_step.c.item)
