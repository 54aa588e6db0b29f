"""Who may open a page: every route says it, and what says nothing is open to nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, request

from appliance.desk.people.rights import RIGHTS
from manager.errors import NotAllowed, SecondFactorNeeded, SignInNeeded
from manager.present import asking

ACCESS = "callstead_access"
View = TypeVar("View", bound=Callable[..., Any])


class To(StrEnum):
    """To whom a route is open."""

    ALL = "all"
    SIGNED_IN = "signed-in"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Access:
    """`right` is named where `to` is RIGHT; `early` is open also to who has yet to set up a second factor."""

    to: To
    right: str = ""
    early: bool = False


def needs(right: str) -> Callable[[View], View]:
    """Open to whoever has `right`."""
    if right not in RIGHTS:
        raise ValueError(f"no right is called {right}")
    return lambda view: _marked(view, Access(To.RIGHT, right))


def signed_in(view: View) -> View:
    """Open to everybody who is signed in."""
    return _marked(view, Access(To.SIGNED_IN))


def signed_in_early(view: View) -> View:
    """The same, also before a second factor that is asked for is there: how to set it up, and how to leave."""
    return _marked(view, Access(To.SIGNED_IN, early=True))


def open_to_all(view: View) -> View:
    """Open to everybody, signed in or not."""
    return _marked(view, Access(To.ALL))


def access_of(app: Flask, endpoint: str) -> Access | None:
    """What a route says about who may open it; None when it says nothing."""
    return getattr(app.view_functions[endpoint], ACCESS, None)


def refuse_uninvited() -> None:
    """Before every request: raises SignInNeeded, SecondFactorNeeded or NotAllowed."""
    if request.endpoint is None:
        return
    access = access_of(current_app, request.endpoint)
    if access is None:
        raise NotAllowed(right="-")
    if access.to is To.ALL:
        return
    if (who := asking()) is None:
        raise SignInNeeded()
    if who.owes_second and not access.early:
        raise SecondFactorNeeded()
    if access.to is To.RIGHT and not who.may(access.right):
        raise NotAllowed(right=access.right)


def _marked(view: View, access: Access) -> View:
    if hasattr(view, ACCESS):
        raise ValueError(f"{view.__name__} says twice who may open it")
    setattr(view, ACCESS, access)
    return view
