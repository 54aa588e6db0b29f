"""Spans keep their names whatever numbers DAHDI gives them."""

from dataclasses import replace

from dahdi_conf.model import Bus, Card, Hardware, Span, SpanKind

E1 = Span("1TE235F0001", 1, SpanKind.E1, 31, number=1, base=1)
SECOND = Span("1TE235F0001", 2, SpanKind.E1, 31, number=2, base=32)
QUAD = Card("1TE235F0001", "te235", Bus.PCI, "0000:05:00.0", "wcte43x", spans=(E1, SECOND))
HARDWARE = Hardware((QUAD,))


def test_a_span_is_found_by_its_card_and_place_on_it() -> None:
    assert HARDWARE.span("1TE235F0001#2") is SECOND
    assert HARDWARE.span("1TE235F0001#3") is None


def test_its_identity_does_not_depend_on_dahdis_numbers() -> None:
    assert replace(SECOND, number=7, base=187).identity == SECOND.identity
    assert replace(SECOND, number=None, base=None).identity == SECOND.identity


def test_cards_and_spans_come_together() -> None:
    assert [(card.product, span.local) for card, span in HARDWARE.spans()] == [("te235", 1), ("te235", 2)]
    assert HARDWARE.card("1TE235F0001") is QUAD
    assert HARDWARE.card("") is None
