"""Who is asking. Every query takes a viewer and applies it in SQL (`queries.scope`)."""

from dataclasses import dataclass

CLASSIFICATIONS = ("public", "internal", "restricted")


@dataclass(frozen=True)
class Viewer:
    """`areas` are the roots of what may be seen (the nation means everything); `classifications` the allowed ones."""

    name: str
    areas: tuple[str, ...] = ("100000",)
    classifications: tuple[str, ...] = CLASSIFICATIONS

    @property
    def scope(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """What decides the answer: two viewers of one scope may share a cached answer."""
        return tuple(sorted(self.areas)), tuple(sorted(self.classifications))


LOCAL = Viewer("local")
