"""The console as a Flask application."""

from collections.abc import Callable
from datetime import timedelta
from importlib import import_module

from flask import Flask, Response
from flask_wtf.csrf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from appliance.clock import Clock
from appliance.desk.people.sessions import LONGEST
from appliance.errors import LANGUAGES
from appliance.settings import Settings
from manager import assets, shown
from manager.api import RESOURCES
from manager.doorway import know_who_asks, refuse_what_no_page_sends
from manager.failures import explain_failures
from manager.headers import protect
from manager.intake import let_in
from manager.menu import menu, menu_parts
from manager.pages import FEATURES
from manager.present import asking, language
from manager.rights import open_to_all, refuse_uninvited
from manager.wiring import NAME, connect, cookie_secret
from manager.words import marked, t, t_or

LARGEST_FORM = 2_000_000
"""Bytes of a request; pages that take files say so themselves."""


def create_app(settings: Settings, clock: Clock | None = None, secret: bytes | None = None) -> Flask:
    """A whole console over the box of `settings`, served behind one proxy.

    Processes that serve together are given one `secret` for cookies: the box key may change between two starts.
    """
    app = Flask("manager", static_folder="static", template_folder="templates")
    console = connect(settings, clock)
    app.extensions[NAME] = console
    app.config.update(_configuration(secret or cookie_secret(settings)))
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_port=1)  # type: ignore[method-assign]
    app.view_functions["static"] = _static(app)
    forms = _before_and_after(app)
    _templates(app)
    explain_failures(app)
    for feature in FEATURES:
        app.register_blueprint(import_module(f"manager.pages.{feature}").pages)
    for name in RESOURCES:
        resource = import_module(f"manager.api.{name}").resource
        # No cookie counts there, so that no page of another site can make a browser ask for anything.
        forms.exempt(resource)
        app.register_blueprint(resource)
    return app


def _static(app: Flask) -> Callable[[str], Response]:
    @open_to_all
    def static(filename: str) -> Response:
        return app.send_static_file(filename)

    return static


def _configuration(secret: bytes) -> dict[str, object]:
    return {
        "SECRET_KEY": secret,
        "SESSION_COOKIE_NAME": "__Host-callstead",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_REFRESH_EACH_REQUEST": False,
        "PERMANENT_SESSION_LIFETIME": timedelta(seconds=LONGEST.total_seconds()),
        "PREFERRED_URL_SCHEME": "https",
        "MAX_CONTENT_LENGTH": LARGEST_FORM,
        "MAX_FORM_PARTS": 2000,
        # A form may stay open as long as its session lasts: the token is bound to that.
        "WTF_CSRF_TIME_LIMIT": None,
        "TRAP_HTTP_EXCEPTIONS": False,
    }


def _before_and_after(app: Flask) -> CSRFProtect:
    app.before_request(let_in)
    app.before_request(refuse_what_no_page_sends)
    app.before_request(know_who_asks)
    forms = CSRFProtect(app)
    app.before_request(refuse_uninvited)
    app.after_request(protect)
    return forms


def _templates(app: Flask) -> None:
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        t=t,
        t_or=t_or,
        marked=marked,
        language=language,
        languages=LANGUAGES,
        who=asking,
        menu=menu,
        menu_parts=menu_parts,
    )
    shown.offer(app)
    assets.offer(app)
