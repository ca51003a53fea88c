"""Own money by payer in words: what each spends of what it has in the last year shown, and who owes what nobody pays."""

from __future__ import annotations

from rightfin.report.words.wording import labels, money
from rightfin.result.plan import Plan
from rightfin.tolerances import SEEN


def own_money_sentence(plan: Plan) -> str:
    """Return what each payer spends and may spend in the last year, what it was given, and what it owes in all years.

    Empty where the government pays alone.
    """
    table = plan.tables["payers"]
    if not table.rows:
        return ""
    last, parts = plan.years[-1], []
    for payer, name in labels(plan.names.payers, map(str, table.column("payer"))).items():
        mine = table.where("payer", (payer,))
        has, own, given, unpaid, saved = (
            mine.by_year(column) for column in ("ceiling", "own", "given", "unfunded", "saved")
        )
        received = {year: amount + mine.by_year("tied")[year] for year, amount in mine.by_year("received").items()}
        spends, may = money(own[last], plan.currency), money(has[last], plan.currency)
        text = f"{name} spends {spends} in {last}, of a ceiling of {may}"
        if received[last] > 0.0:
            text += f" and {money(received[last], plan.currency)} that others give it"
        if -saved[last] > SEEN * has[last]:
            text += f", {money(-saved[last], plan.currency)} of it out of its reserve"
        if given[last] > 0.0:
            text += f", and gives others {money(given[last], plan.currency)}"
        owed = {year: amount for year, amount in unpaid.items() if amount > SEEN * max(has[year], 1.0)}
        if owed:
            text += f"; what nobody pays of its lines comes to {money(sum(owed.values()), plan.currency)} in all years"
        parts.append(f"{text}.")
    return " ".join(parts)
