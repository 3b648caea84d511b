"""(e) Resident memory of a worker after 200 mixed requests."""

from collections.abc import Iterator

from bench.lines import Line
from bench.serving import served
from bench.viewers import mixed, one_after_another

REQUESTS, MOST = 200, 350.0


def measure() -> Iterator[Line]:
    asked = mixed()
    with served() as product:
        for start in range(0, 2 * REQUESTS, len(asked)):  # each of two workers gets about as many
            one_after_another(product.port, asked[: 2 * REQUESTS - start])
        told = [worker.memory_full_info() for worker in product.workers()]
    largest = max(told, key=lambda m: m.rss)
    shared = f"proportional share (PSS) {largest.pss / 1e6:.0f} MB, own (USS) {largest.uss / 1e6:.0f} MB"
    yield Line("e  resident memory of the larger of two workers", largest.rss / 1e6, "MB", shared, most=MOST)
