"""The texts of the pages: `[page.<feature>]` of the catalogues, by `feature.key`."""

from typing import Any

from markupsafe import Markup, escape

from appliance.errors import catalogue
from manager.present import language

TABLE = "page"


def t(key: str, /, **values: Any) -> str:
    """The text `feature.key` in the reader's language with `values` filled in; raises KeyError for none."""
    feature, _, name = key.partition(".")
    return catalogue(language(), TABLE)[feature][name].format_map(values)


def t_or(key: str, otherwise: str, /) -> str:
    """The text `feature.key`, or `otherwise` where there is none: for names that people give."""
    feature, _, name = key.partition(".")
    return catalogue(language(), TABLE).get(feature, {}).get(name, otherwise)


def reasons() -> dict[str, str]:
    """The names of the states' reasons that come with the box, as `reason-<reason>`: for scripts that show them."""
    texts = catalogue(language(), TABLE)["desk"]
    return {name: text for name, text in texts.items() if name.startswith("reason-")}


def marked(key: str, /, **values: Any) -> Markup:
    """The same for a text that holds markup of its own; the values are escaped."""
    feature, _, name = key.partition(".")
    return Markup(catalogue(language(), TABLE)[feature][name]).format_map(  # noqa: S704 - our own catalogue
        {name: escape(value) for name, value in values.items()}
    )
