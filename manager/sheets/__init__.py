"""Files of spreadsheets: read whatever Excel or WPS wrote, written so that they read back, under known headings."""
