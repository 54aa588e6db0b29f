"""Click to dial: a link fills the number in, and only the agent who is signed in has it dialled."""

import pytest
from flask import Flask

from appliance.contact.calls.errors import TargetBusy
from appliance.desk.audit.model import Question
from manager.pages.dial import number_in
from tests.web.conftest import ClientFor, parts
from tests.web.processes import FakeProcess

WU = "13900000000"


@pytest.mark.parametrize(
    ("link", "number"),
    [
        ("tel:+86-138 1234 5678;ext=1", "+8613812345678"),
        ("callto://(021) 6123-0000", "02161230000"),
        ("SIP:8001@box", "8001"),
        ("13812345678", "13812345678"),
        ("javascript:alert(1)", ""),
        ("tel:", ""),
        ("1" * 40, ""),
        ("138<script>", ""),
    ],
)
def test_a_number_is_read_as_programs_write_it(link: str, number: str) -> None:
    assert number_in(link) == number


def test_a_link_dials_nothing_by_itself(client_for: ClientFor, engine: FakeProcess) -> None:
    page = client_for("agent", agent="8001").get("/dial/", query_string={"number": f"tel:{WU}"}).text
    assert f'value="{WU}"' in page
    assert "call.dial" not in [command for command, _ in engine.asked]


def test_the_agent_confirms_and_the_own_telephone_rings(
    console: Flask, client_for: ClientFor, engine: FakeProcess
) -> None:
    engine.answers["call.dial"] = {"id": "x"}
    answer = client_for("agent", agent="8001").post("/dial/number", data={"number": WU})
    assert (answer.status_code, answer.location) == (302, "/desk/")
    assert ("call.dial", {"agent": "8001", "number": WU}) in engine.asked
    (noted,) = parts(console).trail.search(Question(act="call.dial"))
    assert (noted.who, noted.subject) == ("agent0", "8001")


def test_a_form_of_another_site_dials_nothing(console: Flask, client_for: ClientFor, engine: FakeProcess) -> None:
    console.config["WTF_CSRF_ENABLED"] = True
    answer = client_for("agent", agent="8001").post("/dial/number", data={"number": WU})
    assert answer.status_code == 400
    assert "call.dial" not in [command for command, _ in engine.asked]


def test_who_cannot_be_rung_reads_why_and_what_is_no_number_is_refused(
    client_for: ClientFor, engine: FakeProcess
) -> None:
    client = client_for("agent", agent="8001")
    engine.answers["call.dial"] = TargetBusy(target="agent:8001", state="signed-out")
    refused = client.post("/dial/number", data={"number": WU})
    assert refused.status_code == 409
    assert f'value="{WU}"' in refused.text
    assert client.post("/dial/number", data={"number": "abc"}).status_code == 400
    assert client_for("agent").post("/dial/number", data={"number": WU}).status_code == 404
