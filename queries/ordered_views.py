"""Whether ordered addresses name areas and indicators that there are: a page of another one would go out unasked."""

from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from access.viewer import Viewer
from queries.areas_register import areas_register
from queries.indicator_definitions import indicator_definitions
from queries.view_of import records

AREAS, INDICATORS = ("area", "compare"), ("indicator",)


def unknown_codes(addresses: Iterable[str], *, viewer: Viewer, version: str) -> str:
    """What `viewer` cannot be shown, in his words; empty where there is nothing. Raises WarehouseError."""
    asked = [pair for address in addresses for pair in parse_qsl(urlsplit(address).query)]
    told = []
    for keys, question, what in ((AREAS, areas_register, "地区"), (INDICATORS, indicator_definitions, "指标")):
        codes = {code for key, value in asked if key in keys for code in value.split(",") if code}
        known = records(question, viewer=viewer, version=version, key="code") if codes else {}
        unknown = sorted(codes - set(known))
        if unknown:
            more = f"等{len(unknown)}个" if len(unknown) > 3 else ""
            told.append(f"没有代码为 {'、'.join(unknown[:3])}{more} 的{what}，或不在您的查看范围内")
    return "；".join(told) + "。请改正网址。" if told else ""
