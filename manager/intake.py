"""Pages that take files: how large a request they let in; all others take a form's worth."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, request

MEGABYTE = 1_000_000
TAKES = "callstead_takes"
View = TypeVar("View", bound=Callable[..., Any])


def takes(megabytes: int) -> Callable[[View], View]:
    """A page to which so much may be sent."""

    def marked(view: View) -> View:
        setattr(view, TAKES, megabytes * MEGABYTE)
        return view

    return marked


def let_in() -> None:
    """Before anything reads the request."""
    if request.endpoint is not None and (most := getattr(current_app.view_functions[request.endpoint], TAKES, 0)):
        request.max_content_length = request.max_form_memory_size = most
