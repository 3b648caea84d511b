"""Tables of the state store. Nothing in the log is ever changed or removed: what holds is what was said last."""

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Double,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

SCHEMA_VERSION = 1
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
