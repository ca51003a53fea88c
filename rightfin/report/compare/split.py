"""A comparison with what makes its items differ: the attribution of each, in the same findings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rightfin.case.issue import CaseError
from rightfin.report.compare.item import ComparedItem
from rightfin.report.studies import attribution
from rightfin.report.studies.findings import Findings
from rightfin.report.words.answer import Sentence
from rightfin.study.why.attribution import Attribution


def with_attributions(
    findings: Findings, items: Sequence[ComparedItem], attributions: Sequence[Attribution | CaseError | None]
) -> Findings:
    """Return a comparison with the attribution of each item after the baseline, or why there is none.

    ``None`` stands for an item of which nothing is told, since it has no answer.
    """
    sentences, tables, pictures, method = [], [], [], dict.fromkeys(findings.method)
    for place, (item, found) in enumerate(zip(items[1:], attributions, strict=True), 1):
        if found is None:
            continue
        if isinstance(found, CaseError):
            sentences.append(Sentence("not_split", f"Not split, {item.title}", " ".join(
                f"{issue.message} {issue.remedy}" for issue in found.issues)))
            continue
        made = attribution.findings(found, items[0].title, item.title)
        end = f"_{place}" if len(attributions) > 1 else ""
        sentences += [Sentence(one.topic, f"{one.heading}, {item.title}" if end else one.heading, one.text)
                      for one in made.sentences]
        tables += [replace(one, name=f"{one.name}{end}", title=f"{item.title}: {one.title}" if end else one.title)
                   for one in made.tables]
        pictures += [replace(one, name=f"{one.name}{end}", table=f"{one.table}{end}") for one in made.pictures]
        method |= dict.fromkeys(made.method)
    return replace(findings, sentences=(*findings.sentences, *sentences), tables=(*findings.tables, *tables),
                   pictures=(*findings.pictures, *pictures), method=tuple(method))
