"""Reports taken away as files: CSV, XLSX and PDF, each of them noted in the audit trail."""

import io

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue

from appliance.desk.reports.files.filling import Taker, fill
from appliance.desk.reports.files.model import MEDIA, Form
from appliance.desk.reports.files.writing import file_name, written
from appliance.desk.reports.wish import wish_told
from manager.errors import NotAllowed, NotThere
from manager.pages.reports import asked, kind_of, made, wished
from manager.present import language, me
from manager.rights import needs
from manager.wiring import console

pages = Blueprint("report_files", __name__, url_prefix="/reports")


@pages.get("/<kind>/file.<form>")
@needs("reports.export")
def take(kind: str, form: str) -> ResponseReturnValue:
    """The report of the address as a file, within what the person may see."""
    if not me().may("reports.see"):
        raise NotAllowed(right="reports.see")
    wanted, of = form_of(form), kind_of(kind)
    wish, report, person = wished(of), made(asked(of)), me().person
    taker = Taker(f"{person.name} ({person.login})", console().clock.now(), person.scope, language())
    sheet = fill(report, wish.shown, taker)
    data = written(sheet, wanted, str(console().settings.font))
    told = wish_told(wish) | {"form": wanted.value, "period_shown": sheet.period, "rows": sheet.rows}
    console().notes.note("report.export", of.value, after=told)
    name = file_name(report.question, wanted)
    return send_file(io.BytesIO(data), MEDIA[wanted], as_attachment=True, download_name=name)


def form_of(text: str) -> Form:
    """The form in an address; raises NotThere."""
    try:
        return Form(text)
    except ValueError:
        raise NotThere() from None
