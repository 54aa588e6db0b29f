"""Scripts: what stands in a queue's rules, and what an agent reads."""

import pytest

from appliance.contact.acd.document import parse, rule_value
from appliance.contact.acd.model import LONGEST_SCRIPT
from appliance.desk.crm.script import Line, lines

KNOWN = {"agent": "王芳", "customer": "李雷"}


def test_names_are_filled_in_and_steps_are_ticked_off() -> None:
    script = "{customer}您好，我是{agent}。\n\n- 核对身份证号\n - 核对地址 \n感谢来电！"
    assert list(lines(script, KNOWN)) == [
        Line("李雷您好，我是王芳。"),
        Line("核对身份证号", step=True),
        Line("核对地址", step=True),
        Line("感谢来电！"),
    ]


@pytest.mark.parametrize(
    ("script", "read"),
    [
        ("{customer}您好", "您好"),
        ("{{customer}}", "{}"),
        ("{nobody} {0} %s {% raw %}", "{nobody} {0} %s {% raw %}"),
        ("<b>hello</b>", "<b>hello</b>"),
    ],
)
def test_what_is_unknown_is_left_out_and_nothing_else_is_read_as_code(script: str, read: str) -> None:
    assert [line.text for line in lines(script, {"agent": "王芳"})] == [read]


def test_a_name_with_braces_is_not_filled_in_again() -> None:
    assert [line.text for line in lines("{customer}", {"customer": "{agent}", "agent": "王芳"})] == ["{agent}"]


def test_it_is_a_rule_of_the_queue_and_not_endless() -> None:
    assert parse("sales", {"script": "- greet"}).script == "- greet"
    assert parse("sales", {}).script == ""
    for wrong in ("x" * (LONGEST_SCRIPT + 1), 5, None):
        with pytest.raises(ValueError, match="no text"):
            rule_value("script", wrong)
