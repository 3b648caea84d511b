"""Where a code from paper is typed: a form of the browser's own, so that it works before anything else is loaded."""

from dash import dcc, html

FORM = "verify-form"


def verify_form(value: str = "") -> html.Form:
    """Leads to `/verify?code=…`."""
    # not `required`: the browser calls an empty one invalid, and Dash then writes in red
    typed = dcc.Input(
        id="verify-code", name="code", type="text", value=value, placeholder="如 7K3M-Q9ZT", autoComplete="off",
        maxLength=40, spellCheck="false",
    )  # fmt: skip
    return html.Form(
        [html.Label(["校验码", typed]), html.Button("查验", type="submit")],
        id=FORM, action="/verify", method="get", className="hc-controls hc-verify-form",
    )  # fmt: skip
