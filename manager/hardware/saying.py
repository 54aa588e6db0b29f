"""Cards, lines, diagnoses and changes of the document, in the reader's words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appliance.errors import Sentence, explain
from manager.hardware.reading import Line, Row
from manager.present import language
from manager.shown import moment
from manager.words import t, t_or

CARD, DIAGNOSIS = "card", "diagnosis"
"""The tables of the catalogues that explain what is wrong with cards, and with lines."""
PORTS = {"in": "IN", "out": "OUT", "unknown": "?", "failed": "!"}
ORDER = ("busy", "free", "blocked", "out", "stuck", "signal", "unknown", "unused")
TONES = {"up": "green", "settling": "yellow", "blocked": "orange", "signalling": "red", "alarm": "red", "gone": "red"}
CARD_TONES = {"ok": "green", "unknown_card": "yellow"}


def at(text: str | None) -> str:
    """A moment that another process tells, in the site's zone."""
    return moment(datetime.fromisoformat(text)) if text else ""


def tone(state: str) -> str:
    """The colour of a line's state."""
    return TONES.get(state, "secondary")


def card_name(card: Row) -> str:
    return f"{card['maker']} {card['model']}".strip() or str(card["ids"])


def card_tone(card: Row) -> str:
    return CARD_TONES.get(card["state"], "red")


def sizes(card: Row) -> str:
    """How many spans of each kind, or ports: `4 E1`, `4 FXO`; what nobody can tell is `?`."""
    counts = Counter(span["kind"] for span in card["spans"] if span["kind"] not in ("analog", "dynamic"))
    types = (port["type"] for span in card["spans"] for port in span["ports"])
    counts += Counter(PORTS.get(one, one) for one in types if one != "empty")
    return ", ".join(f"{count} {kind}" for kind, count in counts.items())


def troubles(card: Row) -> Iterator[tuple[Sentence, list[str]]]:
    """What is wrong with a card, with the kernel's last words about it."""
    for reason in (card["reason"], *card["notes"]):
        if reason:
            values = {**card, "name": card_name(card), "about": reason["about"]}
            yield explain(reason["code"], values, language(), CARD), list(reason["kernel"])[-3:]


def state(line: Line) -> str:
    """What the line's state means for calls."""
    if line.now["state"] == "up" and line.now["ports_out"]:
        return t("lines.ports-out", ports=", ".join(map(str, line.now["ports_out"])))
    return t_or(f"lines.state-{line.now['state']}", str(line.now["state"]))


def line_tone(line: Line) -> str:
    return "orange" if line.now["state"] == "up" and not line.well else tone(line.now["state"])


def signals(line: Line) -> list[str]:
    """The alarms that stand, in plain words."""
    return [t_or(f"lines.signal-{one}", one) for one in line.now["signals"]]


def signalling(line: Line) -> str:
    """`PRI`, with the side or variant that it has."""
    if not line.now.get("digital", True):
        return t("lines.analog")
    word, _, more = line.signalling.partition(" ")
    return " ".join(filter(None, (t_or(f"lines.word-signalling-{word}", word), more.upper()))) if word else ""


def link(line: Line) -> str:
    """How the signalling channel is; "" where there is none."""
    kind = line.now["d_channel"]
    return "" if kind == "none" else t_or(f"lines.d-{kind}", str(kind))


def counted(line: Line) -> str:
    """What the channels do, for those who do not see the strip."""
    uses = Counter(one["use"] for one in line.now.get("strip") or ())
    return ", ".join(f"{uses[use]} {t_or(f'lines.use-{use}', use)}" for use in ORDER if uses[use])


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of a diagnosis: what, why and what next; `ask` is the question that would tell more."""

    code: str
    sentence: Sentence
    ask: str
    values: Mapping[str, Any]


def findings(told: Row) -> list[Found]:
    """The findings of `span.diagnose` or `span.test`."""
    return [
        Found(
            one["code"],
            explain(one["code"], {**told, **one["values"]}, language(), DIAGNOSIS),
            str(one.get("ask") or ""),
            one["values"],
        )
        for one in told.get("findings") or ()
    ]


def questions(found: Iterable[Found], told: Row) -> list[str]:
    """What somebody at the line could find out."""
    return list(dict.fromkeys([*(one.ask for one in found if one.ask), *(told.get("questions") or ())]))


def setting(path: str) -> str:
    """The name of a field of the document."""
    return t_or(f"lines.field-{path.replace('.', '-').replace('_', '-')}", path)


def value(path: str, given: Any) -> str:
    """A value of a field, in words where there are any."""
    if given is None or given == "" or given == []:
        return t("lines.usual")
    if isinstance(given, bool):
        return t("lines.yes") if given else t("lines.no")
    if isinstance(given, list):
        return ", ".join(map(str, given))
    return t_or(f"lines.word-{path.rpartition('.')[2].replace('_', '-')}-{given}", str(given))
