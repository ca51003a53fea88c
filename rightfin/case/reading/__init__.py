"""From tables as they were found in files to a case: headings, years, cells, and every problem with its place."""
