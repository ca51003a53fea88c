"""The files of a plan: workbook, JSON, tables as CSV, charts."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from rightfin.case import Case, CaseError, Issue
from rightfin.case.exchange.trail import Trail
from rightfin.case.scenario_words import scenario_titles
from rightfin.io.escapes import escaped_cell
from rightfin.io.refusal import refusal
from rightfin.io.staging import staged_folder
from rightfin.report.charts.pictures import Pictures
from rightfin.report.charts.plan import CHARTS, charts_of
from rightfin.report.overview import Reply
from rightfin.report.page import Page, page_of
from rightfin.result.plan import Plan, PlanTable
from rightfin.schema import FiscalYear
from rightfin.schema.results import RESULT

if TYPE_CHECKING:
    from rightfin.study.why.explanations import Explanations

WORKBOOK, BRIEF, DOCUMENT, TABLES, PICTURES = "plan.xlsx", "brief.docx", "plan.json", "tables", "charts"


@dataclass(frozen=True)
class WrittenPlan:
    """The folder of a plan and every file that was written there, in order."""

    folder: Path
    paths: tuple[Path, ...]


def write_plan(
    plan: Plan, case: Case, folder: str | Path, *, trail: Trail = (), page: Page | None = None,
    replies: tuple[Reply, ...] = (), explained: Explanations | None = None, pictures: Pictures | None = None,
    force: bool = False,
) -> WrittenPlan:
    """Write ``plan.xlsx``, ``brief.docx``, ``plan.json``, ``tables/*.csv`` and ``charts/*.png`` into a folder.

    ``case`` is the case as it was read, before scenarios: it stands in the workbook, with its ``trail``, so that the
    workbook can be planned again. ``page`` is what a minister reads first (see ``rightfin.page``); that of the plan alone
    if absent. ``replies`` are the answers of the brief (see ``rightfin.report.overview``), those of the plan alone if
    absent. ``explained`` are numbers of the plan of which workbook and JSON say why they are what they are (see
    ``rightfin.explanations``). ``pictures`` is what draws the charts, if it was started before. The folder is made if need
    be, and the plan stands in it as a whole or not at all; no chart of an older plan stays beside it, and other files are
    left alone. Equal plans give equal bytes.

    Raises
    ------
    CaseError
        If one of the files is there already and ``force`` is not set, if a folder stands in the place of a file
        or a file in that of a folder, if the folder cannot be written to, or if the charts cannot be drawn.
    """
    from rightfin.report.brief import brief_of
    from rightfin.report.brief.document import brief_document
    from rightfin.report.brief.made import picture_of
    from rightfin.report.overview.briefed import Briefed
    from rightfin.report.workbook import write_workbook

    folder = Path(folder)
    refuse_existing_plan(folder, force)
    refuse = partial(refuse_existing_plan, folder, force)
    charts, titles = charts_of(plan), scenario_titles(case)
    told = brief_of(Briefed(plan, page if page is not None else page_of(plan), replies, None),
                    scenarios=tuple(titles.get(name, name) for name in plan.provenance.scenarios))
    with (
        staged_folder(folder, refuse, lambda: _standing(folder), (TABLES, PICTURES)) as stage,
        nullcontext(pictures) if pictures is not None else Pictures() as drawing,
    ):
        drawn = drawing.begin([*charts.values(), *picture_of(told)])
        (stage / TABLES).mkdir()
        (stage / PICTURES).mkdir()
        write_workbook(plan, case, stage / WORKBOOK, trail, page, explained=() if explained is None else explained.numbers)
        _write_text(stage / DOCUMENT, json_text({**plan_document(plan, page), **explained_json(explained)}))
        for name, table in plan.tables.items():
            _write_text(stage / TABLES / f"{name}.csv", csv_text(table))
        found = drawn.result()
        for stem, picture in zip(charts, found, strict=False):
            (stage / PICTURES / f"{stem}.png").write_bytes(picture)
        (stage / BRIEF).write_bytes(brief_document(told, found[-1] if len(found) > len(charts) else None))
        made = [name for name in _own_names() if (stage / name).exists()]
    return WrittenPlan(folder, tuple(folder / name for name in made))


def refuse_existing_plan(folder: Path, force: bool = False) -> None:
    """Raise ``CaseError`` if the folder holds files of a plan already and ``force`` is not set.

    Whatever ``force`` is, raises it with every folder that stands in the place of a file, and the other way round.
    """
    targets = [folder / name for name in _own_names()]
    parents = dict.fromkeys(parent for target in targets for parent in (folder, target.parent))
    blocked = [
        *(_blocked(parent, "a file", "folder") for parent in parents if parent.exists() and not parent.is_dir()),
        *(_blocked(target, "a folder", "file") for target in targets if target.is_dir()),
    ]
    if blocked:
        raise CaseError(blocked)
    standing = _standing(folder)
    if standing and not force:
        more = f" and {len(standing) - 2} more files of a plan" if len(standing) > 2 else ""
        raise refusal(
            "exists",
            f"{folder} already holds {', '.join(standing[:2])}{more}.",
            "Choose another folder, or replace them with --force.",
        )


def _standing(folder: Path) -> list[str]:
    return [name for name in _own_names() if (folder / name).exists()]


def _blocked(place: Path, there: str, wanted: str) -> Issue:
    return Issue(
        "in_the_way",
        f"{place} cannot be written as a {wanted}: {there} of that name is there.",
        "Rename or delete it, or choose another place.",
    )


def plan_json(plan: Plan, page: Page | None = None) -> dict[str, object]:
    """Return what a program asks a plan first: status, objective, indicators by year, issues, conflict, and the page.

    The page is that of the plan alone if absent.
    """
    indicators: dict[str, dict[str, object]] = {}
    for record in plan.tables["indicators"].records():
        entry = indicators.setdefault(str(record["indicator"]), {"unit": record["unit"], "values": {}})
        values = entry["values"]
        if isinstance(values, dict):
            values[str(record["year"])] = _plain(record["value"])
    return {
        "title": plan.title,
        "status": str(plan.status),
        "currency": plan.currency,
        "years": list(plan.years),
        **({"years_written": [str(year) for year in plan.years]} if isinstance(plan.base_year, FiscalYear) else {}),
        "arrears_tolerance": plan.arrears_tolerance,
        "objective": [
            {"level": row["level"], "name": row["name"], "value": _plain(row["value"])}
            for row in plan.tables["objective"].records()
        ],
        "indicators": indicators,
        "conflict": list(plan.conflict),
        "issues": [issue.as_dict() for issue in plan.issues],
        "page": (page if page is not None else page_of(plan)).as_dict(),
    }


def explained_json(explained: Explanations | None) -> dict[str, object]:
    """Return why numbers are what they are, as ``rightfin explain --json`` says it; nothing where nobody asked."""
    if explained is None:
        return {}
    from rightfin.report.studies.explanations import findings
    from rightfin.report.studies.findings_files import findings_json

    return {"explanations": findings_json(findings(explained))}


def plan_document(plan: Plan, page: Page | None = None) -> dict[str, object]:
    """Return all that a plan holds: ``plan_json`` with tables, names, defaults and provenance."""
    made = plan.provenance
    return {
        **plan_json(plan, page),
        "base_year": plan.base_year,
        "tables": {
            name: {
                "columns": list(table.columns),
                "units": [column.unit_in(plan.currency) for column in RESULT[name].columns],
                "rows": [[_plain(cell) for cell in row] for row in table.rows],
            }
            for name, table in plan.tables.items()
        },
        "names": {name: dict(sorted(value.items())) for name, value in vars(plan.names).items()},
        "defaults": [asdict(used) for used in plan.defaults],
        "provenance": {
            "case_digest": made.case_digest,
            "model": made.model,
            "model_digest": made.model_digest,
            "scenarios": list(made.scenarios),
            "options": dict(made.options),
            "versions": dict(made.versions),
            "columns": made.columns,
            "rows": made.rows,
            "nonzeros": made.nonzeros,
            **({"study": dict(made.study)} if made.study else {}),
        },
    }


def json_text(document: dict[str, object]) -> str:
    """Return a document as indented JSON with sorted keys; ``ValueError`` for a number that is not finite."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=False) + "\n"


def csv_text(table: PlanTable) -> str:
    """Return a table as CSV: numbers to ten digits, texts that look like formulas escaped."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _own_names() -> Iterable[str]:
    yield WORKBOOK
    yield BRIEF
    yield DOCUMENT
    yield from (f"{TABLES}/{name}.csv" for name in RESULT)
    yield from (f"{PICTURES}/{stem}.png" for stem, _ in CHARTS)


def _cell(cell: str | int | float) -> str:
    if isinstance(cell, str):
        return escaped_cell(cell)
    return f"{cell + 0.0:.10g}" if isinstance(cell, float) else repr(cell)  # of a year the number


def _plain(cell: object) -> object:
    """Return a cell as JSON holds it: a number that is not finite is null, and minus nothing is nothing."""
    if not isinstance(cell, float):
        return cell
    return cell + 0.0 if math.isfinite(cell) else None


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
