"""Reports that people take away: as CSV, as a workbook and as PDF."""
