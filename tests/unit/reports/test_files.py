"""Files of reports: what a spreadsheet, a reader of PDF and a program get out of them is what was counted."""

import csv
import io
import re
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
from openpyxl import load_workbook

from appliance.desk.people.model import Scope
from appliance.desk.reports.columns import COLUMNS
from appliance.desk.reports.errors import ReportFontMissing
from appliance.desk.reports.files.as_csv import line
from appliance.desk.reports.files.filling import Taker, fill
from appliance.desk.reports.files.model import Form, Sheet
from appliance.desk.reports.files.writing import file_name, written
from appliance.desk.reports.model import Against, Kind, Line, Question, Report
from tests.servers.asterisk import runtime_root

SHANGHAI = ZoneInfo("Asia/Shanghai")
BEGIN, END = datetime(2026, 5, 4, tzinfo=SHANGHAI), datetime(2026, 5, 6, tzinfo=SHANGHAI)
NOW = datetime(2026, 5, 6, 9, 30, tzinfo=SHANGHAI)
FIGURES = {
    "offered": 1234,
    "answered": 1000,
    "abandoned": 34,
    "service_level": 81.25,
    "abandon_rate": 2.8,
    "asa_s": 12.5,
    "wait_ms_max": 3_725_000,
    "handled": 990,
    "aht_s": 185.0,
    "load_erlangs": 2.345,
}
BEFORE = FIGURES | {"offered": 1000}
EVIL = ('=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\tx", "＝1+1")


def report(kind: Kind = Kind.QUEUE, label: str = "售后服务", *, compared: bool = False, parts: int = 2) -> Report:
    question = Question(kind, BEGIN, END, "day", (), Against.BEFORE if compared else Against.NOTHING)
    before = BEFORE if compared else None
    days = [BEGIN + timedelta(days=number) for number in range(parts)]
    return Report(
        question,
        Line("", "", BEGIN, END, FIGURES, before),
        (Line("after-sales", label, BEGIN, END, FIGURES, before), Line("q1", "", BEGIN, END, {"offered": 0}, before)),
        tuple(Line("", "", day, day + timedelta(days=1), FIGURES, before) for day in days),
        {},
        (BEGIN - timedelta(days=2), BEGIN) if compared else None,
    )


def sheet(language: str = "zh", scope: Scope | None = None, **how: object) -> Sheet:
    made = report(**how)  # type: ignore[arg-type]
    taker = Taker("王芳 (fang)", NOW, scope or Scope(), language)
    return fill(made, COLUMNS[made.question.kind], taker)


@pytest.fixture(scope="module")
def font() -> str:
    """The letters as the box has them."""
    return str(runtime_root() / "usr/share/fonts/truetype/wqy/wqy-microhei.ttc")


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_csv_is_what_excel_reads_as_chinese_and_programs_as_numbers() -> None:
    data = written(sheet(), Form.CSV, "")
    assert data.startswith(b"\xef\xbb\xbf")
    head, first, *_, last = rows(data)
    got = dict(zip(head, first, strict=True))
    assert (got["队列"], got["标识"], got["起"], got["止"]) == (
        "售后服务",
        "after-sales",
        "2026-05-04 00:00",
        "2026-05-06 00:00",
    )
    assert got["来电"] == "1234"
    assert got["服务水平"] == "81.25"
    assert got["最长等待（秒）"] == "3725.0"
    assert last[0] == "逐日"


def test_a_csv_with_a_comparison_has_both_values_and_the_change() -> None:
    head, first, *_ = rows(written(sheet("en", compared=True), Form.CSV, ""))
    got = dict(zip(head, first, strict=True))
    assert (got["Offered"], got["Offered: before"], got["Offered: change %"]) == ("1234", "1000", "23.4")


@pytest.mark.parametrize("text", EVIL)
def test_nothing_in_a_csv_is_a_formula_and_numbers_stay_numbers(text: str) -> None:
    assert rows(line([text, -5.0]).encode()) == [[f"'{text}", "-5.0"]]
    head, first, *_ = rows(written(sheet(label=text), Form.CSV, ""))
    assert first[head.index("队列")] == f"'{text}"


def test_a_workbook_has_real_numbers_times_and_lengths_of_time() -> None:
    book = load_workbook(io.BytesIO(written(sheet(compared=True), Form.XLSX, "")))
    names, definitions, parts = book.worksheets
    (top,) = [row[0].row for row in names.iter_rows() if row[0].value == "队列" and row[0].row > 2]
    heads = [cell.value for cell in names[top]]
    first = dict(zip(heads, names[top + 1], strict=True))
    assert names.freeze_panes == f"B{top + 1}"
    assert first["来电"].value == 1234
    assert first["起"].value == BEGIN.replace(tzinfo=None)
    assert (first["服务水平"].value, first["服务水平"].number_format) == (0.8125, "0.0%")
    assert first["最长等待"].number_format == "[h]:mm:ss"
    assert first["最长等待"].value == timedelta(milliseconds=FIGURES["wait_ms_max"])
    assert first["来电：变化 %"].value == pytest.approx(0.234)
    about = {row[0].value: row[1].value for row in names.iter_rows(max_row=top - 2)}
    assert about["时段"] == "2026-05-04 – 2026-05-05"
    assert about["对比时段"] == "2026-05-02 – 2026-05-03"
    assert about["范围"] == "全部"
    assert "王芳" in str(about["生成"])
    assert definitions.title == "指标定义"
    assert len(list(definitions.iter_rows())) == len(COLUMNS[Kind.QUEUE]) + 1
    assert [row[0].value for row in parts.iter_rows() if row[0].value][-1] == "2026-05-05"


@pytest.mark.parametrize("text", [*EVIL, "a\x00b\x0b"])
def test_nothing_in_a_workbook_is_a_formula(text: str) -> None:
    data = written(sheet(label=text), Form.XLSX, "")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/")]
    assert len(pages) == 3
    assert not any("<f>" in page or "<f " in page for page in pages)


def test_the_scope_of_who_took_it_is_named() -> None:
    scope = Scope(frozenset({"q1", "q2"}), frozenset({"早班"}))
    about = dict(sheet("en", scope).about)
    assert about["Scope"] == "queues q1, q2 only; teams 早班 only"


def _pages(data: bytes) -> Any:
    return pypdfium2.PdfDocument(data)


def text(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in _pages(data))


def test_a_pdf_embeds_just_the_letters_that_it_uses(font: str) -> None:
    data = written(sheet(compared=True), Form.PDF, font)
    names = set(re.findall(rb"/BaseFont\s*/([\w+-]+)", data))
    assert names
    assert all(re.match(rb"[A-Z]{6}\+", name) for name in names), "every font is an embedded subset"
    assert data.count(b"/FontFile2") >= len(names)
    assert len(data) < Path(font).stat().st_size / 20


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(("language", "page"), [("zh", "第 1 页"), ("en", "Page 1 of")])
def test_a_pdf_says_everything_in_both_languages(font: str, kind: Kind, language: str, page: str) -> None:
    made = sheet(language, kind=kind)
    said = re.sub(r"\s+", "", text(written(made, Form.PDF, font)))
    assert page.replace(" ", "") in said
    wanted = [made.title, made.period, "售后服务", "王芳", *(one.text for one in made.heads)]
    assert [one for one in wanted if re.sub(r"\s+", "", one) not in said] == []


def test_a_long_pdf_goes_on_over_pages_with_its_heads(font: str) -> None:
    document = pypdfium2.PdfDocument(written(sheet(parts=200), Form.PDF, font))
    assert len(document) > 5
    assert "2026-11-" in text(written(sheet(parts=200), Form.PDF, font))


def test_names_that_look_like_markup_are_text(font: str) -> None:
    assert "<b>&amp;" in text(written(sheet(label="<b>&amp; <para>"), Form.PDF, font))


def test_without_its_letters_there_is_no_pdf_but_a_reason(tmp_path: Path) -> None:
    with pytest.raises(ReportFontMissing):
        written(sheet(), Form.PDF, str(tmp_path / "none.ttc"))


def test_a_file_is_named_by_kind_and_period() -> None:
    assert file_name(report().question, Form.XLSX) == "queue-20260504-20260505.xlsx"
    until = datetime(2026, 5, 5, 12, 15, tzinfo=SHANGHAI)
    assert file_name(Question(Kind.AGENT, BEGIN, until, "hour"), Form.PDF) == "agent-20260504-0000-20260505-1215.pdf"
