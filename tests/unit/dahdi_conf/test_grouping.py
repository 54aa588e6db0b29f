"""What is read back from a chan_dahdi.conf."""

from dahdi_conf.grouping import groups, telephones
from dahdi_conf.intent_document import parse
from dahdi_conf.plan import plan
from dahdi_conf.render import asterisk
from tests.unit.dahdi_conf.layouts import layout

ANALOG = "e1-and-analog"


def test_the_telephones_of_a_rendered_file_are_those_of_the_plan() -> None:
    one = layout(ANALOG)
    text = asterisk.render(one.plan)
    wanted = {port.settings.number: port.channel for port in one.plan.ports if port.settings.use.value == "phone"}
    assert wanted
    assert telephones(text) == wanted
    assert groups(text).keys() >= set(wanted.values())


def test_a_file_without_ports_has_none() -> None:
    one = layout(ANALOG)
    empty, _ = parse("")
    assert telephones(asterisk.render(plan(one.hardware, empty))) == {}


def test_a_telephone_of_a_file_from_before_they_were_named_is_none() -> None:
    assert telephones("[port-5]\ncontext = from-phone\ndahdichan = 5\n") == {}
