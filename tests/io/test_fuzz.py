"""Mutated workbooks: nothing but a plain refusal, and no value that does not stand in the file.

Run as a program with a number, it tries that many mutants of each kind.
"""

from __future__ import annotations

import random
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

sys.path[:0] = [str(Path(__file__).parents[1]), str(Path(__file__).parent)]

import pytest  # noqa: E402
from corpus import packed, sound, unpacked  # noqa: E402

from rightfin.case import CaseError  # noqa: E402
from rightfin.case.reading.parse import parse  # noqa: E402
from rightfin.io import read_form, read_workbook, write_workbook  # noqa: E402

MUTANTS = (75, 30)
"""Mutants of the workbook by hand, and of the one that rightfin writes, which takes thirty times as long."""
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
SAFE_NAMES = re.compile(r"xl/worksheets/sheet\d+\.xml|xl/sharedStrings\.xml")


def bases(folder: Path) -> list[bytes]:
    """Return a workbook written by hand, and the same case as rightfin writes it."""
    plain = folder / "plain.xlsx"
    plain.write_bytes(packed(sound()))
    write_workbook(read_form(plain).case, folder / "written.xlsx")
    return [plain.read_bytes(), (folder / "written.xlsx").read_bytes()]


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Return an archive with one to three bytes changed, or cut short."""
    changed = bytearray(data)
    if rng.random() < 0.15:
        return bytes(changed[: rng.randrange(len(changed))])
    for _ in range(rng.randint(1, 3)):
        changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def reparted(data: bytes, rng: random.Random) -> bytes:
    """Return an archive with a part dropped, doubled under another name, or two parts swapped."""
    parts = unpacked(data)
    one, other = rng.choice(sorted(parts)), rng.choice(sorted(parts))
    kind = rng.randrange(3)
    if kind == 0:
        del parts[one]
    elif kind == 1:
        parts[f"xl/copy{rng.randrange(9)}.xml"] = parts[one]
    else:
        parts[one], parts[other] = parts[other], parts[one]
    return packed(parts)


def _drop_attribute(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r' (r|t|s)="[^"]*"', text))
    return _without(text, rng.choice(found)) if found else text


def _without(text: str, match: re.Match[str], new: str = "") -> str:
    return text[:match.start()] + new + text[match.end():]


def _change_type(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r' t="[^"]*"', text))
    kind = rng.choice(["n", "s", "b", "str", "e", "d", "inlineStr", "x", ""])
    return _without(text, rng.choice(found), f' t="{kind}"') if found else text


def _change_value(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r"<v>[^<]*</v>", text))
    new = rng.choice(["<v>7</v>", "<v/>", "", "<v>1e400</v>", "<v>x</v>", "<v>-3</v>", "<v> 5 </v>", "<v>2</v><v>3</v>"])
    return _without(text, rng.choice(found), new) if found else text


def _shuffle_cells(text: str, rng: random.Random) -> str:
    rows = list(re.finditer(r"(<row [^>]*>)(.*?)(</row>)", text, re.DOTALL))
    if not rows:
        return text
    row = rng.choice(rows)
    cells = re.findall(r"<c .*?(?:</c>|/>)", row[2], re.DOTALL)
    rng.shuffle(cells)
    return _without(text, row, row[1] + "".join(cells) + row[3])


def _double_row(text: str, rng: random.Random) -> str:
    rows = list(re.finditer(r"<row .*?</row>", text, re.DOTALL))
    row = rng.choice(rows) if rows else None
    return _without(text, row, row[0] * 2) if row else text


def _drop_text(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r"<si>.*?</si>", text, re.DOTALL))
    return _without(text, rng.choice(found)) if found else text


CHANGES: tuple[Callable[[str, random.Random], str], ...] = (
    _drop_attribute, _change_type, _change_value, _shuffle_cells, _double_row,
)


def rewritten(data: bytes, rng: random.Random) -> bytes:
    """Return an archive with the XML of one sheet, or the list of texts, changed."""
    parts = unpacked(data)
    name = rng.choice(sorted(filter(SAFE_NAMES.fullmatch, parts)))
    change = _drop_text if "shared" in name else rng.choice(CHANGES)
    parts[name] = change(parts[name].decode(), rng).encode()
    return packed(parts)


def standing(data: bytes) -> dict[tuple[str, int, int], object]:
    """Return what stands in the XML of a workbook, by sheet, row and column: a second, simple reading."""
    parts = unpacked(data)
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    links = {link.get("Id"): link.get("Target", "") for link in ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])}
    texts = ["".join(t.text or "" for t in si.iter(f"{MAIN}t")) for si in
             ElementTree.fromstring(parts["xl/sharedStrings.xml"]).iter(f"{MAIN}si")]
    found: dict[tuple[str, int, int], object] = {}
    for sheet in book.iter(f"{MAIN}sheet"):
        row_number = 0
        for row in ElementTree.fromstring(parts["xl/" + links[sheet.get(ID)].removeprefix("/xl/")]).iter(f"{MAIN}row"):
            row_number = int(row.get("r", row_number + 1))
            column = 0
            for cell in row.iter(f"{MAIN}c"):
                letters = re.match("[A-Z]+", cell.get("r", ""))
                column = _number(letters[0]) if letters else column + 1
                value = _value(cell, texts)
                if value not in (None, ""):
                    found[str(sheet.get("name")), row_number, column] = value
    return found


def _number(letters: str) -> int:
    total = 0
    for letter in letters:
        total = 26 * total + ord(letter) - 64
    return total


def _value(cell: ElementTree.Element, texts: list[str]) -> object:
    kind, v = cell.get("t", "n"), cell.findtext(f"{MAIN}v")
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
    if v is None:
        return None
    if kind == "s":
        return texts[int(v)] if v.strip().isdigit() and int(v) < len(texts) else "?"
    if kind == "b":
        return v.strip() in ("1", "true")
    if kind == "n":
        try:
            return float(v) if v.strip() else None
        except ValueError:
            return "?"
    return v


def refused(error: CaseError) -> str:
    """Return the word for a refusal, which is one plain sentence."""
    assert len(error.issues) == 1
    return "refused"


def check_archive(data: bytes, path: Path, original: object) -> str:
    """Refused, or the same case."""
    path.write_bytes(data)
    try:
        parsed = read_form(path)
    except CaseError as error:
        return refused(error)
    assert parsed.case == original or any(issue.severity == "error" for issue in parsed.issues)
    return "read"


def check_values(data: bytes, path: Path) -> str:
    """Refused, or each value is the one that stands in the XML, and each that stands there is read or named."""
    path.write_bytes(data)
    try:
        tables = read_workbook(path).tables
    except CaseError as error:
        return refused(error)
    there = standing(data)
    for table in tables:
        read = {(row.number, at): cell for row in table.rows for at, cell in enumerate(row.cells, 1) if cell is not None}
        for place, cell in read.items():
            assert there.get((table.name, *place)) == cell, (table.name, place, cell)
        if table.header:
            noted = {(row, at + 1) for row, at in table.notes}
            stood = {(row, at) for name, row, at in there if name == table.name and row > table.header_row}
            assert stood <= set(read) | noted
    parse(tables)
    return "read"


def _swapped_are_named(data: bytes, path: Path) -> str:
    """Parts that were dropped or swapped are refused, or what is read stands in the parts as they are now."""
    path.write_bytes(data)
    try:
        read_form(path)
    except CaseError as error:
        return refused(error)
    return check_values(data, path)


def seeds(count: int, kind: int) -> Iterator[random.Random]:
    """Yield one generator a mutant."""
    return (random.Random(1_000_000 * kind + number) for number in range(count))


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    return bases(tmp_path_factory.mktemp("fuzz"))


@pytest.mark.parametrize("which", [0, 1])
def test_a_flipped_byte_is_refused_or_changes_nothing(workbooks: list[bytes], which: int, tmp_path: Path) -> None:
    path = tmp_path / "mutant.xlsx"
    path.write_bytes(workbooks[which])
    original = read_form(path).case
    said = {check_archive(flipped(workbooks[which], rng), path, original) for rng in seeds(MUTANTS[which], which)}
    assert "refused" in said


@pytest.mark.parametrize("which", [0, 1])
def test_values_are_those_that_stand_in_the_xml(workbooks: list[bytes], which: int, tmp_path: Path) -> None:
    path = tmp_path / "mutant.xlsx"
    assert check_values(workbooks[which], path) == "read"
    said = [check_values(rewritten(workbooks[which], rng), path) for rng in seeds(MUTANTS[which], 2 + which)]
    assert {"read", "refused"} == set(said)


def test_dropped_and_swapped_parts_are_refused_or_read_as_they_are(workbooks: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "mutant.xlsx"
    for rng in seeds(MUTANTS[0], 4):
        _swapped_are_named(reparted(workbooks[0], rng), path)


def main(count: int) -> None:
    """Try many mutants of each kind and print how many were refused and read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant.xlsx"
        for number, data in enumerate(bases(Path(folder))):
            path.write_bytes(data)
            original = read_form(path).case
            for name, said in (
                ("flips", [check_archive(flipped(data, rng), path, original) for rng in seeds(count, 10 + number)]),
                ("values", [check_values(rewritten(data, rng), path) for rng in seeds(count, 20 + number)]),
                ("parts", [_swapped_are_named(reparted(data, rng), path) for rng in seeds(count, 30 + number)]),
            ):
                sys.stdout.write(f"{number} {name}: {said.count('refused')} refused, {said.count('read')} read\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
