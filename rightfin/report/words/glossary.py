"""Words of explanations that are no everyday words, each said once: the page *Why* and the docs have them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

GLOSSARY: Mapping[str, str] = MappingProxyType({
    "person-year": "one person in pay for one year",
    "weighted gap": "all that is missing to cover every need, each need counted by its weight and what is missing most "
                    "by more",
    "gives way": "a limit allows more than it does now, or asks for less",
    "each unit does as much": "one more does as much as the one before, as far as that was tried",
    "ties leave it open": "several plans are as good as one another, and differ in this number",
    "what is promised": "to pay what is due, to support those who are paid, and to keep limits of strength",
    "price": "how much less would be missing with a little more of a limit",
    "on the edge": "coverage stands where the case counts what is missing further down by another weight",
    "all levels solved again": "the whole plan was made anew with the change, what counts first first",
})
"""By word: what it means, as the end of a sentence."""


def glossary_line() -> str:
    """Return all words with what they mean, one below the other."""
    return "  \n".join(f"**{word}**: {meaning}." for word, meaning in GLOSSARY.items())
