"""Names for a narrow window: the server does not know the width, so the figure carries both sets of names."""

from components.map_labels import name_traces


def with_narrow_names(figure: dict, frame: dict) -> dict:
    """`layout.meta` gets `narrow`: the names that replace those of the main map below 680 px (`assets/map.js`)."""
    figure["layout"]["meta"]["narrow"] = name_traces(frame, {}, [], "small", "light", None, 1.0)
    return figure
