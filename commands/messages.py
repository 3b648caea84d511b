"""What commands say: results on stdout, progress and refusals on stderr."""

import time
from collections.abc import Callable, Sequence

import click


class Failure(click.ClickException):
    """A refusal with its own exit code."""

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.code = code

    def show(self, file=None) -> None:
        click.echo(self.message, err=True)
        raise SystemExit(self.code)  # click itself would exit by a constant of the class


def progress() -> Callable[[str], None]:
    """A line on stderr with the seconds since the start, for every step."""
    start = time.monotonic()

    def tell(step: str) -> None:
        click.echo(f"[{time.monotonic() - start:6.1f} 秒] {step}", err=True)

    return tell


def width(text: str) -> int:
    """Columns on a terminal: Chinese characters take two."""
    return sum(2 if ord(char) > 0x2E7F else 1 for char in text)


def table(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows in aligned columns, the header first."""
    widths = [max(width(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines = ["  ".join(cell + " " * (w - width(cell)) for cell, w in zip(row, widths, strict=True)) for row in rows]
    return "\n".join(line.rstrip() for line in lines)
