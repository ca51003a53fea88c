"""The trail of a case: who saved it, when and why, and from which case it was made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Save:
    """One saved state: digests in hexadecimal, ``when`` an ISO date or empty, ``why`` a sentence.

    ``digest`` is that of the content as saved; it is empty where a person wrote the line by hand and the case was not
    saved by rightfin since. ``other_parent`` is the second case where two were merged.
    """

    digest: str = ""
    parent: str = ""
    other_parent: str = ""
    when: str = ""
    who: str = ""
    why: str = ""


Trail = tuple[Save, ...]
"""All saves that led to a case, oldest first."""
