"""A small country as a folder of CSV files, written as people in the field write it, for tests that spoil one thing."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "settings": "key,value\ntitle,Small country\ncurrency,ARL\nforeign_currency,USD\nbase_year,2025\nend_year,2031\n",
    "macro": "series,2025,2026,2027,2028,2029,2030,2031\ngdp,20000000000,,,,,,\nreal_growth,,0.03,,,,,\n"
             "deflator_growth,,0.05,,,,,\nrevenue_ratio,0.15,,,,,,\nsecurity_share,0.2,,,,,,\nexchange_rate,10,,,,,,\n",
    "institutions": "institution,name,sector,oda_class\npolice,Police,interior,eligible\narmy,Army,defence,not_eligible\n",
    "cadres": "cadre,institution,name,opening_strength,pay,support,training_cost,attrition\n"
              "constables,police,Constables,9000,24000,12000,6000,0.05\nsoldiers,army,Soldiers,12000,26000,15000,7000,0.06\n",
    "strength_limits": "cadre,bound,hard,2026,2027,2028,2029,2030,2031\n"
                       "soldiers,max,true,11400,10700,10000,10000,10000,10000\n",
    "needs": "need,name,weight\ncrime,Crime,1\nborder,Border,1.5\n",
    "demand": "need,region,basis,2026,2027,2028,2029,2030,2031\ncrime,national,absolute,10000,,,,,\n"
              "border,national,absolute,14000,,,,,\n",
    "effects": "cadre,need,effect\nconstables,crime,1\nsoldiers,border,1\n",
    "donors": "donor,name,currency,exit_year\nally,Ally,USD,2027\n",
    "pledges": "donor,2026,2027,2028,2029,2030,2031\nally,9000000,9000000,9000000,9000000,9000000,9000000\n",
}


def written(folder: Path) -> Path:
    """Write the case into a new folder and return it."""
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.csv").write_text(text)
    return folder
