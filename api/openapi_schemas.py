"""Shapes of the answers, for `api.openapi`. Rows of observations come from the columns themselves."""

from typing import Any

from api.observation_columns import COLUMNS
from data.schema import STATUSES
from methods.doubtful import WITHHELD

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
COUNT: Schema = {"type": "integer", "minimum": 0}
FLAG: Schema = {"type": "boolean"}
CODE: Schema = {"type": "string", "pattern": "^[0-9]{6}$"}
DATE: Schema = {"type": ["string", "null"], "format": "date"}
_KINDS: dict[str, Schema] = {
    "text": TEXT_OR_NULL, "number": NUMBER_OR_NULL, "boolean": FLAG, "date": DATE, "integer": {"type": "integer"},
}  # fmt: skip


def object_of(properties: dict[str, Schema], *optional: str) -> Schema:
    return {"type": "object", "required": [p for p in properties if p not in optional], "properties": properties}


def list_of(name: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}}


def _observation() -> Schema:
    properties = {c.name: _KINDS[c.kind] | {"description": c.words} for c in COLUMNS}
    properties["status"] = {"type": "string", "enum": [*STATUSES, WITHHELD], "description": "状态"}
    return object_of(properties)


_OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}
_RECOMPUTED = object_of(
    {
        "value": NUMBER_OR_NULL,
        "agreement": {"type": "string", "enum": ["same", "rounded", "differs", "unknown"]},
    }
)

SCHEMAS: dict[str, Schema] = {
    "Observation": _observation(),
    "Observations": object_of(
        {
            "data_version": TEXT, "title": TEXT, "count": COUNT, "limit": COUNT, "offset": COUNT, "next": TEXT_OR_NULL,
            "demonstration": FLAG, "note": TEXT, "observations": list_of("Observation"),
        }
    ),
    "Passport": object_of(
        {
            "data_version": TEXT, "status": {"type": "string", "enum": [*STATUSES, "absent"]},
            "indicator": {"type": "object"}, "area": {"type": "object"}, "period": {"type": "object"},
            "breakdown": {"type": "object"}, "observation": {"type": ["object", "null"]},
            "recomputed": {"oneOf": [{"type": "null"}, _RECOMPUTED]}, "batch": {"type": ["object", "null"]},
            "revisions": _OBJECTS, "parts": _OBJECTS, "parent": {"type": ["object", "null"]}, "siblings": _OBJECTS,
            "neighbours_withheld": FLAG, "series": _OBJECTS, "checks": _OBJECTS, "note": TEXT,
        }
    ),
    "Target": object_of(
        {
            "plan": TEXT, "area": CODE, "kind": TEXT, "operator": TEXT_OR_NULL, "value": NUMBER_OR_NULL,
            "value_high": NUMBER_OR_NULL, "text": TEXT_OR_NULL, "year": {"type": "integer"},
            "baseline_value": NUMBER_OR_NULL, "baseline_year": {"type": ["integer", "null"]},
            "baseline_text": TEXT_OR_NULL, "plan_version": TEXT_OR_NULL, "verified": FLAG, "source": TEXT_OR_NULL,
        }
    ),
    "Indicator": object_of(
        {
            "code": TEXT, "name": TEXT, "short_name": TEXT, "name_en": TEXT, "group_code": TEXT, "group_name": TEXT,
            "definition": TEXT_OR_NULL, "numerator_label": TEXT_OR_NULL, "denominator_label": TEXT_OR_NULL,
            "unit": TEXT, "multiplier": NUMBER_OR_NULL, "decimals": COUNT,
            "direction": {"type": "string", "enum": ["higher", "lower", "range", "none"]},
            "aggregation": {"type": "string", "enum": ["ratio", "sum", "none"]},
            "classification": {"type": "string", "enum": ["public", "internal", "restricted"]},
            "source": TEXT_OR_NULL, "verified": FLAG,
            "breaks": {"type": ["array", "null"], "items": {"type": "number"}},
            "memberships": {"type": "array", "items": {"type": "object"}}, "targets": list_of("Target"),
        }
    ),
    "Indicators": object_of({"data_version": TEXT, "count": COUNT, "indicators": list_of("Indicator")}),
    "Area": object_of(
        {
            "code": CODE, "name": TEXT, "short_name": TEXT,
            "level": {"type": "string", "enum": ["nation", "province", "prefecture", "county", "zone"]},
            "parent_code": TEXT_OR_NULL, "province_code": TEXT_OR_NULL, "prefecture_code": TEXT_OR_NULL,
            "in_province_layer": FLAG, "in_prefecture_layer": FLAG, "in_county_layer": FLAG, "has_statistics": FLAG,
            "has_polygon": FLAG, "macro_region": TEXT_OR_NULL, "floating_region": TEXT_OR_NULL, "valid_from": DATE,
            "valid_to": DATE, "successor_code": TEXT_OR_NULL, "note": TEXT_OR_NULL,
        }
    ),
    "Areas": object_of({"data_version": TEXT, "count": COUNT, "areas": list_of("Area")}),
    "Version": object_of(
        {
            "version": TEXT, "readable": FLAG, "reason": TEXT,
            "published_at": {"type": "string", "format": "date-time"},
            "observations": COUNT, "batches": COUNT, "cut_off": DATE, "note": TEXT_OR_NULL,
        },
        "reason", "published_at", "observations", "batches", "cut_off", "note",
    ),
    "Playlist": object_of(
        {"playlist": TEXT, "name": TEXT, "who": TEXT_OR_NULL, "at": TEXT_OR_NULL}
        | {"entries": {"type": "array", "items": object_of({"address": TEXT, "seconds": COUNT})}}
    ),
    "Playlists": object_of({"count": COUNT, "playlists": list_of("Playlist")}),
    "Versions": object_of({"current": TEXT, "count": COUNT, "versions": list_of("Version")}),
    "SearchResult": object_of(
        {"kind": {"type": "string", "enum": ["area", "indicator"]}, "code": TEXT, "name": TEXT, "detail": TEXT_OR_NULL}
    ),
    "SearchResults": object_of({"data_version": TEXT, "q": TEXT, "count": COUNT, "results": list_of("SearchResult")}),
    "Health": object_of(
        {
            "status": {"type": "string", "enum": ["ok", "unavailable"]}, "data_version": TEXT_OR_NULL,
            "engine": {"type": "string", "enum": ["duckdb", "postgresql"]}, "detail": TEXT,
        },
        "detail",
    ),
    "Problem": object_of(
        {
            "type": {"type": "string", "format": "uri"}, "title": TEXT, "status": {"type": "integer"}, "detail": TEXT,
            "instance": TEXT,
            "errors": {
                "type": "array", "items": object_of({"parameter": TEXT, "value": TEXT, "detail": TEXT}),
            },
        },
        "errors",
    ),
}  # fmt: skip
