"""Turns XLSForms into XForms: reads lines of JSON, each with the rows of the sheets and the file to
write, makes each a workbook with openpyxl, and has pyxform convert it."""

import io
import json
import sys

import openpyxl
from pyxform.xls2xform import convert

for line in sys.stdin:
    order = json.loads(line)
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in order["sheets"].items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    workbook.save(content)
    try:
        xform = convert(content.getvalue(), file_type=".xlsx", validate=False).xform
        with open(order["xform"], "w", encoding="utf-8") as file:
            file.write(xform)
        print(json.dumps({}), flush=True)
    except Exception as problem:
        print(json.dumps({"error": str(problem)}), flush=True)
