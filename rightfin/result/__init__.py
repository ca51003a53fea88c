"""The result: a plan as frozen tables, its accounts and indicators."""
