"""What people see of a plan: sentences, charts, the results workbook, files."""

from rightfin.report.answer import Answer, headline
from rightfin.report.files import WrittenPlan, plan_json, write_plan

__all__ = ["Answer", "WrittenPlan", "headline", "plan_json", "write_plan"]
