"""How large a case may be in its files; readers and writers of both forms keep to the same numbers."""

LAST_ROW = 20_000
"""Last row of a sheet or CSV file that may hold a value, titles and heading included."""

LAST_COLUMN = 300
"""Last column that may hold a value."""

MOST_ROWS = LAST_ROW - 1
"""Most rows of one table, its heading left out."""

MOST_CELLS = 1_000_000
"""Most cells of a whole workbook, and of the rectangle that the values of one sheet span."""

MOST_TEXTS = 500_000
"""Most different texts of a whole workbook."""
