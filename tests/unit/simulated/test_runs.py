"""What goes to SIPp's command line and what is read from its files."""

from pathlib import Path

import pytest

from drivers.simulated.sip import note, result
from drivers.simulated.sip.job import Job, Place, Ports, Transport, files, options
from drivers.simulated.sip.note import Kind, Note

PLACE = Place("127.0.0.9", "127.0.0.1", 5060, (30000, 33999))
WORK = Path("/tmp/work")


def words(job: Job) -> list[str]:
    return options(job, WORK, Ports(40001, 40002), "beef")


def value(job: Job, option: str) -> str:
    given = words(job)
    return given[given.index(option) + 1]


def test_a_run_of_calls() -> None:
    job = Job("c", PLACE, "<x/>", rows=[("138", "1"), ("139", "2")], calls=10, rate=5, at_once=7)
    assert words(job)[0] == "127.0.0.1:5060"
    assert [value(job, option) for option in ("-m", "-r", "-rp", "-l")] == ["10", "5", "1000", "7"]
    assert [value(job, option) for option in ("-i", "-p", "-cp", "-t")] == ["127.0.0.9", "40001", "40002", "u1"]
    assert files(job, WORK) == {WORK / "c.xml": "<x/>", WORK / "c.csv": "SEQUENTIAL\n138;1\n139;2\n"}


def test_a_slow_rate_is_a_long_period() -> None:
    job = Job("c", PLACE, "<x/>", calls=None, rate=0.25)
    assert [value(job, option) for option in ("-r", "-rp")] == ["1", "4000"]
    assert "-m" not in words(job)


def test_a_run_of_phones() -> None:
    place = Place("127.0.0.1", "127.0.0.1", 5061, (34000, 37999), Transport.TLS)
    job = Job("p", place, "<r/>", receive="<in/>", rows=[("8001", "s")], users=1, authority="PEM", trace=True)
    assert [value(job, option) for option in ("-users", "-rxsf", "-tls_ca")] == [
        "1",
        "/tmp/work/p-in.xml",
        "/tmp/work/p-ca.pem",
    ]
    assert "-m" not in words(job)
    assert "-trace_msg" in words(job)
    assert files(job, WORK)[WORK / "p.csv"] == "USER\n8001;s\n"


def test_a_note_comes_back() -> None:
    line = note.line(Kind.HEARD, "8001", "126.000000 57")
    logged = line.replace("[call_id]", "ab@c").replace("[timestamp]", "2026-01-02\t03:04:05.678901\t1767323045.678901")
    heard = note.parse(f"{logged}\n")
    assert heard == Note(Kind.HEARD, "ab@c", "8001", "126.000000 57", 1767323045.678901)
    assert (heard.packets_heard, heard.keys_heard) == (126, "57")
    assert note.parse(logged.replace(" 57", " ")).keys_heard == ""


@pytest.mark.parametrize("text", ["", "nonsense", "unknown|a|b|c|d e 1.0", "placed|a|b|c|never"])
def test_what_is_no_note_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        note.parse(text)


def test_spans_between_steps() -> None:
    def step(kind: Kind, call: str, at: float) -> Note:
        return Note(kind, call, "", "", at)

    notes = [
        step(Kind.PLACED, "a", 1.0),
        step(Kind.PLACED, "b", 1.0),
        step(Kind.ANSWERED, "b", 4.0),
        step(Kind.ANSWERED, "a", 1.5),
        step(Kind.PLACED, "c", 9.0),
        step(Kind.ANSWERED, "d", 9.0),
    ]
    assert note.between(notes, Kind.PLACED, Kind.ANSWERED) == [0.5, 3.0]
    assert note.tally(notes)[Kind.PLACED] == 3


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1), (0.5, 5), (0.51, 6), (0.95, 10), (0.99, 10), (1.0, 10)])
def test_percentiles_by_nearest_rank(share: float, expected: float) -> None:
    assert note.percentile([float(value) for value in range(1, 11)], share) == expected
    assert note.percentile([], share) is None


def test_the_last_line_of_statistics_counts() -> None:
    head = "TotalCallCreated;SuccessfulCall(C);FailedCall(C);FailedUnexpectedMessage(C);Retransmissions(C);"
    assert result.statistics(f"{head}\n1;0;0;0;0;\n9;7;2;1;4;\n") == result.Statistics(9, 7, 2, 1, 4)
    assert result.statistics("") == result.Statistics()


def test_only_true_errors_are_errors() -> None:
    text = (
        "The following events occurred:\n"
        "2026-11-21\t22:14:02.753126\t1795299242.753126: Call-Id: 8b, receive timeout on message phone:2\n"
        "2026-11-21\t22:14:03.739212\t1795299243.739212: Aborting call on unexpected message for Call-Id '1': x\n"
        "Via: SIP/2.0/UDP 127.0.0.1:45010\n"
        "2026-11-21\t22:14:03.838686\t1795299243.838686: Aborted call with Call-ID '8b'\n"
    )
    assert result.errors(text) == ["Aborting call on unexpected message for Call-Id '1': x"]
