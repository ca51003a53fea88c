"""How large a case may be in its files; readers and writers of both forms keep to the same numbers.

They are chosen so that no file takes more than 150 MB to read, and that a case of 400 districts fits in three times.
"""

LAST_ROW = 20_000
"""Last row of a sheet or CSV file that may hold a value, titles and heading included."""

LAST_COLUMN = 300
"""Last column that may hold a value."""

MOST_ROWS = LAST_ROW - 4
"""Most rows of one table; in a workbook title, help, units and headings stand above them."""

MOST_CELLS = 550_000
"""Most cells of a whole workbook or folder, and of the rectangle that the values of one sheet span."""

MOST_TEXTS = 120_000
"""Most different texts of a whole workbook."""

MOST_TEXT_BYTES = 10_000_000
"""Most memory for all texts of a workbook or folder: a sign takes one byte, two, or four, by its script."""

MOST_SHEETS = 250
"""Most sheets of a workbook."""

MOST_SPOILT = 5_000
"""Most cells of a workbook with an error value, or with a formula whose result was not stored."""

MOST_MERGED = 5_000
"""Most merged ranges of a workbook."""

MOST_ELEMENTS = 6_000_000
"""Most elements of XML in all parts that are opened together; they cost time, not memory."""

DEEPEST = 50
"""How deep elements may stand inside each other."""

MOST_NAMES = 3_000
"""Most different names of elements and attributes in one part."""

MOST_SMALL_PART = 10_000_000
"""Most bytes of a part of a workbook that is neither a sheet nor the list of texts, such as styles and relations."""

LONGEST_TAG = 1_000_000
"""Most bytes of one tag or comment of XML."""
