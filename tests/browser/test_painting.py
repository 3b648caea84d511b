"""What the bench of the wall reads from a trace: frames of the time asked for, processor time once for each thread."""

import pytest

from bench.painting import MARK, Painted


def event(name: str, at: float, *, wide: float = 0, processor: float = 0, thread: int = 1) -> dict:
    """Times in ms, as a trace has them in µs."""
    return {"name": name, "ph": "X" if wide else "I", "ts": at * 1000, "dur": wide * 1000, "tdur": processor * 1000,
            "pid": 1, "tid": thread}  # fmt: skip


EVENTS = [
    event(MARK, 1000),
    event("RunTask", 1010, wide=100, processor=60),
    event("inside", 1020, wide=50, processor=50),  # of the task before: counted there
    event("RunTask", 1120, wide=40, processor=30),
    event("RasterTask", 1100, wide=100, processor=80, thread=2),
    *(event("DrawFrame", at) for at in (990, 1100, 1150, 1200, 1900)),
]


def test_the_longest_task_is_one_of_the_page_and_counted_in_processor_time() -> None:
    assert Painted(None, EVENTS, 1000).longest_task() == 60


def test_a_frame_counts_what_all_threads_did_since_the_one_before() -> None:
    frames = Painted(None, EVENTS, 1000).frames(90, 210)
    assert [frame.clock for frame in frames] == [50, 50]
    # 10 of the first task's 100 ms, 30 of the second's 40, half of the other thread's
    assert frames[0].processor == pytest.approx(6 + 22.5 + 40)
    assert frames[1].processor == pytest.approx(7.5 + 40)


def test_where_nothing_faded_there_are_no_frames() -> None:
    assert Painted(None, EVENTS, 1000).frames(210, 800) == []
