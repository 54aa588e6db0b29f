"""Hardware as lines that can be read beside the tree it was found in."""

from collections.abc import Iterator
from itertools import groupby

from dahdi_conf.model import Card, Hardware, Reason, Span


def told(hardware: Hardware) -> str:
    """One line for each card, its trouble and its spans below it."""
    return "\n".join(line for card in hardware.cards for line in _card(card))


def _card(card: Card) -> Iterator[str]:
    name = f"{card.maker} {card.model}".strip() or "?"
    about = [f"{card.bus.value} {card.address}", card.product, card.driver]
    about += [f"echo {card.echo_canceller}"] if card.echo_canceller else []
    yield f"{card.identity}: {name} [{', '.join(filter(None, about))}] {card.state.value}"
    yield from (f"    {text}" for text in _reasons(card))
    yield from (f"    {_span(span)}" for span in card.spans)


def _reasons(card: Card) -> Iterator[str]:
    for word, reason in [("because", card.reason), *(("note", note) for note in card.notes)]:
        if isinstance(reason, Reason):
            yield f"{word} {reason.code} {reason.about}".strip() + (f" <{reason.kernel[0]}>" if reason.kernel else "")


def _span(span: Span) -> str:
    at = f"span {span.number} from channel {span.base}" if span.number else "no number"
    words = [f"#{span.local} {span.kind.value} {span.channels} channels, {at}"]
    words += [span.framing] if span.framing else []
    words += [f"role {span.role.value}"] if span.role else []
    words += ["crc4"] if span.crc4 else []
    words += [f"modes {'/'.join(mode.value for mode in span.modes)}"] if span.modes else []
    types = groupby(port.type.value for port in span.ports)
    words += [f"ports {' '.join(f'{len(list(same))}x{type}' for type, same in types)}"] if span.ports else []
    return ", ".join(words)
