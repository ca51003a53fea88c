"""Write numbers that the documentation quotes from runs anew; with ``--quick`` only those that need no study."""

from __future__ import annotations

import sys

from country_quotes import of_countries
from demo_compare import of_compared
from demo_figures import Figures
from demo_pages import of_pages
from demo_quotes import of_limits, of_plans
from demo_reform import of_reform
from demo_studies import of_studies
from published import PAGE, found, page
from quotes import rewrite

if __name__ == "__main__":
    figures = Figures()
    slow = () if "--quick" in sys.argv else (
        *of_limits(figures), *of_reform(figures), *of_studies(figures), *of_compared(figures))
    PAGE.write_text(page(found()), encoding="utf-8")
    quotes = [*of_countries(), *of_plans(figures), *of_pages(figures), *slow]
    sys.exit(0 if rewrite(quotes) else 1)
