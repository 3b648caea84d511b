"""What follows a warning of the assessment, 提醒 → 预警 → 整改 → 复核: which step may be taken when.

A round begins with 提醒 or 预警 and ends when 复核 is done; the next step begins another round. No official text fixes
these rules: they are the product's default after what provinces publish (提醒、预警、督促整改).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from state.explanations import ExplanationError

STEPS = {"remind": "提醒", "warn": "预警", "rectify": "整改", "review": "复核"}
STATES = {"open": "进行中", "done": "已完成", "withdrawn": "已撤回"}
ORDER = tuple(STEPS)
FIRST_DAY = date(2015, 1, 1)  # before any assessment: a day typed wrongly
_SHAPES = {
    "scheme": re.compile(r"[a-z0-9_]{2,24}"),
    "area": re.compile(r"\d{6}"),
    "item": re.compile(r"total|[A-Z][A-Z0-9_]{1,11}(:[a-z][a-z0-9_]{0,11})?"),
    "phase": re.compile(r"\d{4}(H1|H2|Q1-3)?"),
}


class ChainError(ExplanationError):
    """A step that cannot be kept; the message says in the writer's words what to change."""


@dataclass(frozen=True)
class Step:
    """One line of the log. `day` is when it was done, `at` (UTC) when it was written down."""

    phase: str
    step: str  # of STEPS
    state: str  # of STATES
    day: date
    note: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Chain:
    """`round` holds the last word of each step of the current round, in their order, without withdrawn ones;
    `history` all that was ever written, the oldest first. `closed`: its review is done."""

    round: dict[str, Step]
    history: tuple[Step, ...]

    @property
    def closed(self) -> bool:
        return "review" in self.round and self.round["review"].state == "done"

    @property
    def last(self) -> Step | None:
        """The step that the chain has come to."""
        return next(reversed(self.round.values()), None)

    @property
    def under_way(self) -> bool:
        return bool(self.round) and not self.closed

    @property
    def words(self) -> str:
        """整改进行中; empty where nothing was done yet."""
        return f"{STEPS[self.last.step]}{STATES[self.last.state]}" if self.last else ""


NOTHING = Chain({}, ())


def chain_from(history: Sequence[Step]) -> Chain:
    """The chain that a log, the oldest first, has come to."""
    current: dict[str, Step] = {}
    for step in history:
        if "review" in current and current["review"].state == "done" and step.state != "withdrawn":
            current = {}
        if step.state == "withdrawn":
            current.pop(step.step, None)
        else:
            current[step.step] = step
    return Chain({name: current[name] for name in ORDER if name in current}, tuple(history))


def allowed_steps(chain: Chain) -> list[tuple[str, str]]:
    """(step, state) of everything that may follow, in order of the steps."""
    last = chain.last
    if last is None or chain.closed:
        begun = [(step, state) for step in ORDER[:2] for state in ("open", "done")]
        return begun + ([("review", "withdrawn")] if chain.closed else [])
    found = [(last.step, "done")] if last.state == "open" else []
    found.append((last.step, "withdrawn"))
    following = ORDER.index(last.step) + 1
    # a review looks at what was done: it waits for the rectification; the others need only to have begun
    if following < len(ORDER) and (ORDER[following] != "review" or last.state == "done"):
        found += [(ORDER[following], state) for state in ("open", "done")]
    return found


def checked_step(chain: Chain, step: object, state: object) -> tuple[str, str]:
    """Raises ChainError where `step` may not become `state` now; it says what may."""
    allowed = allowed_steps(chain)
    if (step, state) in allowed:
        return str(step), str(state)
    if step not in STEPS or state not in STATES:
        raise ChainError("请选择环节（提醒、预警、整改、复核）和状态（进行中、已完成、已撤回）。")
    may = "、".join(f"{STEPS[one]}{STATES[two]}" for one, two in allowed)
    now = f"现在是{chain.words}" if chain.last else "还没有任何环节"
    raise ChainError(f"{now}，不能记为{STEPS[str(step)]}{STATES[str(state)]}；可以记：{may}。")


def checked_day(chain: Chain, day: object, today: date) -> date:
    """The day of a step, written 2026-11-21: not after today, not before the step that it follows."""
    try:
        found = day if isinstance(day, date) else date.fromisoformat(str(day or "").strip())
    except ValueError as error:
        raise ChainError("请按 2026-11-21 的样子填写日期。") from error
    if found > today:
        raise ChainError(f"日期{found}晚于今天，请改为实际办理的日期。")
    if found < FIRST_DAY:
        raise ChainError(f"日期{found}早于{FIRST_DAY}，请检查年份。")
    if chain.under_way and chain.last and found < chain.last.day:
        raise ChainError(f"日期{found}早于上一环节（{STEPS[chain.last.step]}，{chain.last.day}），请改正。")
    return found


def checked_place(**said: object) -> dict[str, str]:
    """scheme, area, item and phase of a chain in their shapes. Raises ChainError."""
    for name, value in said.items():
        if not isinstance(value, str) or not _SHAPES[name].fullmatch(value):
            raise ChainError("没有这条预警，请从预警清单重新打开。")
    return {name: str(value) for name, value in said.items()}
