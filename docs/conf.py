"""Sphinx configuration; the reference pages are written from the code before every build."""

from __future__ import annotations

import sys
from pathlib import Path

from sphinx.application import Sphinx

import rightfin

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

import reference  # noqa: E402  (found beside this file, once the path is set)

project = "rightfin"
author = "the rightfin developers"
copyright = author
version = release = rightfin.__version__

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "mathml"]
source_suffix = {".md": "markdown"}
# Pages whose name starts with an underscore, and the table of benchmarks, are included by others.
exclude_patterns = ["_build", "**/_*.md", "benchmarks_table.md"]

myst_enable_extensions = ["deflist", "dollarmath"]
myst_heading_anchors = 3

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_preserve_defaults = True
python_use_unqualified_type_names = True

html_theme = "furo"
html_math_renderer = "mathml"
html_static_path = ["_static"]
html_css_files = ["formulas.css"]
html_title = f"rightfin {release}"
html_show_copyright = False
html_copy_source = False


def write_reference(app: Sphinx) -> None:
    """Write the generated pages; pages that nothing generates any more are removed."""
    folder = Path(app.srcdir) / "generated"
    pages = reference.pages()
    for old in sorted(folder.rglob("*.md")):
        if old.relative_to(folder).as_posix() not in pages:
            old.unlink()
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        # Equal pages are left alone, so that a second build has nothing to do.
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> None:
    app.connect("builder-inited", write_reference)
