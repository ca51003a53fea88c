"""Own money by payer in words: what each spends of what it has in the last year shown, and who owes what nobody pays."""

from __future__ import annotations

from rightfin.report import facts
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
    last, parts, unspent = plan.years[-1], [], False
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
        unspent = unspent or own[last] + saved[last] < (1.0 - SEEN) * (has[last] + received[last] - given[last])
        owed = {year: amount for year, amount in unpaid.items() if amount > SEEN * max(has[year], 1.0)}
        if owed:
            text += f"; what nobody pays of its lines comes to {money(sum(owed.values()), plan.currency)} in all years"
        parts.append(f"{text}.")
    asked = min(facts.indicator(plan, "excess"), default=None)
    if unspent and asked is not None:
        parts.append(f"What a payer leaves unspent from {asked} on may be what keeping its people up for good takes later: "
                     "rightfin sustain says how much of it is left then, by payer.")
    return " ".join(parts)
