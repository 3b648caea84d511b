"""Print every figure of `docs/performance.md`, or those asked for."""

import sys
import warnings
from collections.abc import Callable, Iterator
from importlib import import_module

import click

from bench.lines import Line, load_of_machine
from data.settings import settings

FIGURES = {
    "server": ("bench.server_time", "(a) server time of a drill-down against its bare SQL"),
    "bytes": ("bench.bytes_sent", "(b) bytes per drill-down, and the first page"),
    "browser": ("bench.click_to_painted", "(c) click to painted map against a bare plotly.js page"),
    "sizes": ("bench.sizes", "(d) the same questions on 3 and 100 million observations: minutes, and 15 GB of disk"),
    "memory": ("bench.memory", "(e) resident memory of a worker"),
    "starts": ("bench.starts", "(f) second start"),
    "first": ("bench.first_start", "(f) first start on a machine with nothing installed: minutes, and the network"),
    "throughput": ("bench.throughput", "(g) requests per second and p95 at 16 viewers"),
    "quality": ("bench.quality", "(h) the quality rules against one scan of the facts: minutes"),
    "quality_sizes": ("bench.quality_sizes", "(h) the same on 10 and 30 million observations: many minutes"),
    "assessment": (
        "bench.assessment",
        "(j) scores, ranks and bands of provinces, prefectures, counties",
    ),
    "reranking": ("bench.reranking", "(j) ranking by trial weights in a real Chromium"),
    "snapshots": ("bench.snapshots", "(l) a page of a snapshot against printing the same HTML saved: minutes"),
    "wall": ("bench.wall", "(k) a change of pictures on the wall at 3840×2160, memory of a day of changes: an hour"),
    "faults": ("bench.faults", "(i) planted errors that the rules find, clean values that they flag: many minutes"),
}
ASKED_FOR = ("sizes", "first", "quality", "quality_sizes", "faults", "wall", "snapshots")


@click.command(help=__doc__, epilog="  ".join(f"{name}: {words}" for name, (_, words) in FIGURES.items()))
@click.argument("names", nargs=-1, type=click.Choice(list(FIGURES)))
def main(names: tuple[str, ...]) -> None:
    warnings.simplefilter("ignore", ResourceWarning)
    if not (settings().geo / "CURRENT").exists():
        raise click.ClickException(
            f"nothing to measure in {settings().data}; run script/server once, or set COCKPIT_DATA"
        )
    chosen = names or tuple(n for n in FIGURES if n not in ASKED_FOR)
    click.echo(f"{load_of_machine()}; data in {settings().data}")
    missed = 0
    for name in chosen:
        measure: Callable[[], Iterator[Line]] = import_module(FIGURES[name][0]).measure
        for line in measure():
            click.echo(str(line))
            missed += line.reached is False
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
