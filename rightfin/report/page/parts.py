"""What the page is made of: numbered sections with lines, in the order in which a reader asks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """One statement: what it is about (``label``, short), and what is so."""

    label: str
    text: str


@dataclass(frozen=True)
class Section:
    """One question of the page: its number, a stable name for programs, the question, and the lines that answer it."""

    number: int
    name: str
    title: str
    lines: tuple[Told, ...]


@dataclass(frozen=True)
class Page:
    """The page a minister reads first; ``glossary`` says what its words mean.

    ``basis`` says what was planned and in which prices amounts stand. ``left_out`` says what was not asked, and with which
    command it is found; empty if the page is whole.
    """

    title: str
    basis: tuple[str, ...]
    sections: tuple[Section, ...]
    glossary: tuple[Told, ...]
    left_out: str = ""

    def section(self, name: str) -> Section | None:
        """Return the section of a name, ``None`` if the page has none."""
        return next((section for section in self.sections if section.name == name), None)

    def text(self) -> str:
        """Return the page as plain text, a line for each statement."""
        rows = [self.title, *self.basis]
        for section in self.sections:
            rows.append(f"{section.number} {section.title}")
            rows += [f"{line.label}: {line.text}" for line in section.lines]
        return "\n".join([*rows, self.left_out, *(f"{line.label}: {line.text}" for line in self.glossary)])

    def as_dict(self) -> dict[str, object]:
        """Return the page as JSON holds it."""
        return {
            "title": self.title, "basis": list(self.basis), "left_out": self.left_out,
            "sections": [
                {"number": section.number, "name": section.name, "title": section.title,
                 "lines": [{"label": line.label, "text": line.text} for line in section.lines]}
                for section in self.sections
            ],
            "glossary": [{"label": line.label, "text": line.text} for line in self.glossary],
        }
