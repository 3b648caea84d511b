"""健康中国数据驾驶舱: make the Dash app and its server. `python app.py` serves it on this machine."""

import argparse
import logging
import secrets
from functools import wraps

import dash
from dash import Dash, html
from flask import request

import api
from components.page_head import page
from components.shell import INDEX, shell
from components.states import nothing_to_show
from data.warehouse import WarehouseError, current_version

log = logging.getLogger("cockpit")


def guarded(layout):
    """A page that cannot read its data says why, and the rest of the cockpit goes on."""

    @wraps(layout)
    def drawn(**params):
        try:
            return layout(**params)
        except WarehouseError as error:
            api.do_not_keep()
            return page(nothing_to_show("error", str(error), ("重试", "")))
        except Exception:
            api.do_not_keep()
            number = secrets.token_hex(3).upper()
            log.exception("page failed, number %s", number)
            return page(
                nothing_to_show(
                    "error", f"页面未能生成，编号 {number}。请稍后重试，或把编号告诉管理员。", ("返回总览", "/")
                )
            )

    return drawn


class Cockpit(Dash):
    """Dash, with a first word to the reader in Chinese."""

    def interpolate_index(self, **parts):  # type: ignore[override]  # dash passes keywords only
        parts["app_entry"] = '<div id="react-entry-point"><div class="_dash-loading">正在读取…</div></div>'
        whole = super().interpolate_index(**parts)
        # the wall is dark from the first paint on
        return whole.replace("<html ", "<html data-wall ", 1) if request.path == "/wall" else whole


app = Cockpit(
    __name__,
    use_pages=True,
    title="健康中国数据驾驶舱",
    update_title="",
    suppress_callback_exceptions=True,
    index_string=INDEX,
)
server = app.server
for registered in dash.page_registry.values():
    registered["layout"] = guarded(registered["layout"]) if callable(registered["layout"]) else registered["layout"]


def whole() -> html.Div:
    try:
        version = current_version()
    except WarehouseError:
        version = "—"
    return shell(version)


app.layout = whole
api.register(server)
api.secure(app)
api.keep_pages(app)

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8050)
    options = parser.parse_args()
    app.run(host=options.host, port=options.port, debug=False)
