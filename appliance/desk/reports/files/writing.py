"""A report's content written in the form that somebody wants."""

from appliance.desk.reports.files.as_csv import as_csv
from appliance.desk.reports.files.as_pdf import as_pdf
from appliance.desk.reports.files.as_xlsx import as_xlsx
from appliance.desk.reports.files.model import Form, Sheet
from appliance.desk.reports.model import Question
from appliance.desk.reports.saying import DAY


def written(sheet: Sheet, form: Form, font: str) -> bytes:
    """The whole file; `font` is the TrueType file of a PDF's letters. Raises ReportFontMissing."""
    match form:
        case Form.CSV:
            return as_csv(sheet)
        case Form.XLSX:
            return as_xlsx(sheet)
    return as_pdf(sheet, font)


def file_name(question: Question, form: Form) -> str:
    """By kind and period, in letters that every system takes."""
    since, until = question.since, question.until
    if since.strftime("%H%M") == until.strftime("%H%M") == "0000":
        return f"{question.kind}-{since:%Y%m%d}-{until - DAY:%Y%m%d}.{form}"
    return f"{question.kind}-{since:%Y%m%d-%H%M}-{until:%Y%m%d-%H%M}.{form}"
