"""A case as a workbook: read, written, guided, checked and marked."""
