"""Why a sheet, or a row of it, cannot be taken."""

from appliance.errors import Refusal


class SheetUnknown(Refusal):
    """Neither CSV nor XLSX."""

    code = "sheet-unknown"


class SheetDamaged(Refusal):
    """A file that begins as a workbook or a table, and cannot be read to its end."""

    code = "sheet-damaged"


class SheetUndecodable(Refusal):
    """Text of no encoding that spreadsheets write."""

    code = "sheet-undecodable"


class SheetTooLarge(Refusal):
    """More than `most` megabytes, as it came or unpacked."""

    code = "sheet-too-large"


class SheetTooLong(Refusal):
    """More than `most` rows."""

    code = "sheet-too-long"


class SheetEmpty(Refusal):
    """No row below the headings."""

    code = "sheet-empty"


class SheetLacksKey(Refusal):
    """No column holds the names of the documents; `column` is what it would be called."""

    code = "sheet-lacks-key"


class SheetColumnUnknown(Refusal):
    """Headings that no field has."""

    code = "sheet-column-unknown"


class SheetColumnTwice(Refusal):
    """Two columns for one field."""

    code = "sheet-column-twice"


class SheetCellTooLong(Refusal):
    """A cell that XLSX has no room for."""

    code = "sheet-cell-too-long"


class SheetStale(Refusal):
    """What was read of a file is no longer to be had."""

    code = "sheet-stale"


class RowTwice(Refusal):
    """The same name stands in two rows."""

    code = "sheet-row-twice"


class RowTooWide(Refusal):
    """Something stands where no heading is."""

    code = "sheet-row-too-wide"


class RowForeign(Refusal):
    """A document that is outside of what the person may change."""

    code = "sheet-row-foreign"


class CellFormula(Refusal):
    """A formula, where its value is wanted."""

    code = "sheet-cell-formula"


class CellFaulty(Refusal):
    """A cell in which a spreadsheet shows an error."""

    code = "sheet-cell-faulty"


class CellRounded(Refusal):
    """A long number that a spreadsheet has shortened to a power of ten."""

    code = "sheet-cell-rounded"


class CellNotTruth(Refusal):
    """Neither yes nor no."""

    code = "sheet-cell-not-truth"
