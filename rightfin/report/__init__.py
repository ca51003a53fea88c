"""What people see of a plan: sentences, charts, the results workbook, files."""
