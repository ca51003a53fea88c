"""Words of explanations: the docs say what the page says."""

from __future__ import annotations

from pathlib import Path

from rightfin.report.words.glossary import GLOSSARY, glossary_line

ROOT = Path(__file__).parents[2]


def test_the_docs_have_every_word_with_its_meaning() -> None:
    page = (ROOT / "docs/explain.md").read_text(encoding="utf-8")
    for word, meaning in GLOSSARY.items():
        assert f"| {word} | {meaning} |" in page
        assert f"**{word}**: {meaning}." in glossary_line()


def test_words_are_explained_once() -> None:
    assert len({word.casefold() for word in GLOSSARY}) == len(GLOSSARY)
    assert not any("dual" in text or "binding" in text for pair in GLOSSARY.items() for text in pair)
