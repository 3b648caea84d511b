"""(g) Requests per second and the 95th percentile at 16 concurrent viewers, against a WSGI endpoint without framework.

The floor answers the same values as JSON from the same warehouse by one statement. A second floor keeps its answers in
memory. The viewers run on the same processors, which slows floor and product alike.
"""

import statistics
from collections.abc import Iterator

from bench.lines import Line, load_of_machine
from bench.serving import served
from bench.viewers import PROVINCES, Measured, Request, at_once, drill_downs, one_after_another

VIEWERS, ROUNDS, DURATION = 16, 3, 5.0


def measure() -> Iterator[Line]:
    values = "?indicator=A65&parent={}&layer=county&period=2020"
    asking = [Request("GET", "/values" + values.format(code)) for code in PROVINCES]
    keeping = [Request("GET", "/kept" + values.format(code)) for code in PROVINCES]
    ours, bare, memory = [], [], []
    with served() as product, served("bench.bare:application", ready="/") as floor:
        for port, requests in ((product.port, drill_downs()), (floor.port, asking), (floor.port, keeping)):
            for _ in range(4):  # both workers have every answer before
                one_after_another(port, requests)
        for _ in range(ROUNDS):
            ours.append(at_once(product.port, drill_downs(), viewers=VIEWERS, duration=DURATION))
            bare.append(at_once(floor.port, asking, viewers=VIEWERS, duration=DURATION))
            memory.append(at_once(floor.port, keeping, viewers=VIEWERS, duration=DURATION))
    machine = load_of_machine()
    ratio = statistics.median(a.per_second / b.per_second for a, b in zip(ours, bare, strict=True))
    kept = statistics.median(a.per_second / b.per_second for a, b in zip(ours, memory, strict=True))
    yield Line(
        "g  drill-downs per second / bare WSGI endpoint", ratio, "×", f"{rates(ours, bare)}; {machine}", least=0.25
    )
    yield Line("g    against one that keeps its answers in memory", kept, "×", rates(ours, memory))
    late = statistics.median(m.p95 for m in ours) * 1e3
    yield Line("g  p95 at 16 viewers", late, "ms", f"floor {statistics.median(m.p95 for m in bare) * 1e3:.0f} ms")


def rates(ours: list[Measured], floor: list[Measured]) -> str:
    middle = [statistics.median(m.per_second for m in rounds) for rounds in (ours, floor)]
    return f"{middle[0]:.0f}/s / {middle[1]:.0f}/s"
