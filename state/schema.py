"""Tables of the state store. Nothing in the logs of findings and warnings is ever changed or removed: what holds is
what was said last. Playlists, jobs and runs are working state and change."""

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
    String,
    Table,
    Text,
    UniqueConstraint,
)

SCHEMA_VERSION = 3  # 2: assessment_step, 3: playlists, snapshots, issued views
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

# What a wall shows in turn. `entries` is JSON: [{"address": "/wall?layout=map", "seconds": 30}, …].
playlist = Table(
    "playlist",
    metadata,
    Column("playlist_id", String(24), primary_key=True),
    Column("name", Text, nullable=False),
    Column("entries", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", DateTime, nullable=False),  # of the last change, UTC
)

# An order for files: once, or by a cron expression in the time zone of who ordered it.
snapshot_job = Table(
    "snapshot_job",
    metadata,
    Column("job_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("name", Text, nullable=False),
    Column("addresses", Text, nullable=False),  # JSON list
    Column("format", String(8), nullable=False),  # pdf docx pptx png
    Column("paper", String(16), nullable=False),  # a4 a4-landscape a3-landscape wide
    Column("together", Boolean, nullable=False),  # all addresses in one file, or a file for each
    Column("schedule", Text),  # cron expression; NULL: once, at next_due
    Column("zone", Text, nullable=False),  # IANA name: Asia/Shanghai
    Column("version", String(32)),  # data version; NULL: the one in force when the run begins
    Column("mail_to", Text, nullable=False),  # JSON list
    Column("folder", Text),  # delivery: a folder below COCKPIT_DELIVERY
    Column("retries", Integer, nullable=False),
    Column("keep_runs", Integer, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("next_due", DateTime),  # UTC; NULL: nothing more is due
    Column("who", Text, nullable=False),
    Column("scope", Text, nullable=False),  # JSON of the viewer's limits: files show no more than that
    Column("at", DateTime, nullable=False),  # ordered, UTC
    sqlite_autoincrement=True,  # the number of a removed job is not given again: its runs are still there
)

# One execution of a job: made when it falls due, exactly one for each job and time.
snapshot_run = Table(
    "snapshot_run",
    metadata,
    Column("run_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True),
    Column("job_id", BigInteger, nullable=False),
    Column("due", DateTime, nullable=False),  # UTC; also the time that its files say they were made
    Column("state", String(8), nullable=False),  # waiting running done failed
    Column("attempt", Integer, nullable=False),
    Column("claimed_by", Text),  # host:process
    Column("heartbeat", DateTime),  # UTC; a running one without it for long is taken up again
    Column("not_before", DateTime),  # UTC; of a retry
    Column("started", DateTime),
    Column("finished", DateTime),
    Column("done", Integer, nullable=False),  # addresses finished
    Column("total", Integer, nullable=False),
    Column("data_version", String(32)),
    Column("files", Text, nullable=False),  # JSON: [{"name", "address", "bytes", "pages", "sha256", "code", "part"}]
    Column("problems", Text, nullable=False),  # JSON: [{"address", "kind", "words", "picture"}]
    Column("delivered", Text, nullable=False),  # JSON: what was mailed and copied, or why not
    UniqueConstraint("job_id", "due", name="uq_snapshot_run_due"),
    sqlite_autoincrement=True,  # nor that of a run: a link to its files would show another's
)
Index("ix_snapshot_run_state", snapshot_run.c.state, snapshot_run.c.due)

# A view that left the cockpit on paper or as a picture, by the code that it carries.
issued_view = Table(
    "issued_view",
    metadata,
    Column("code", String(12), primary_key=True),
    Column("address", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("data_version", String(32), nullable=False),
    Column("at", DateTime, nullable=False),  # that the file says it was made, UTC
    Column("surface", String(8), nullable=False),  # pdf docx pptx png svg
    Column("scope", Text, nullable=False),  # JSON of the viewer's limits
    Column("viewer", Text, nullable=False),
    Column("answers", Text, nullable=False),  # JSON: digests of the answers that the view was drawn from
)
