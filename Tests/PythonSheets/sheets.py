"""Writes workbooks that our reader is tried with, and reads those that our writer made.

sheets.py make FOLDER    writes every workbook below
sheets.py read FILE      prints what openpyxl finds in it, as JSON
sheets.py rows FILE N    writes a roster of N rows
sheets.py classes FILE   writes a roster of two classes, a sheet each, and a sheet of remarks
sheets.py edit FILE OUT STEPS
                         changes a workbook as a clerk would; the steps are a JSON list
sheets.py lock FILE OUT   the same workbook under a password, as Excel and WPS encrypt it
sheets.py plain FILE ROWS
                         writes a sheet of texts, rows shorter than the longest merged to its width
"""

import datetime
import json
import sys
import zipfile

import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def everyday(folder):
    """One sheet with every kind of cell, and a hidden one."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名册"
    sheet.merge_cells("A1:D1")
    sheet["A1"] = "示例小学学生名册"
    sheet.append(["文字", "数", "日期", "其他"])
    sheet.append(["示例甲", 7, datetime.date(2012, 3, 5), True])
    sheet.append(["示例乙", 0.1, datetime.datetime(2012, 3, 5, 8, 30), False])
    sheet.append([None, 610399201203050000, datetime.time(8, 30), "#N/A"])
    sheet.append([CellRichText("丰", TextBlock(InlineFont(b=True), "富")), 6.10399201203051e17])
    sheet["C6"] = 41000
    sheet["C6"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["D6"] = 1.5
    sheet["D6"].number_format = "[h]:mm"
    sheet["A9"] = "合并"
    sheet.merge_cells("A9:A11")
    sheet["B10"] = 1
    sheet["B11"] = 2
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    hidden.append(["不看"])
    book.create_sheet("Last")
    book.save(f"{folder}/everyday.xlsx")


def macintosh(folder):
    """Counts days from 1904."""
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append([datetime.date(2012, 3, 5)])
    book.save(f"{folder}/macintosh.xlsx")


def package(path, parts):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)


def other(folder):
    """As other programs write: prefixes, absolute targets, no styles, no references of cells."""
    package(
        f"{folder}/other.xlsx",
        {
            "_rels/.rels": f'<Relationships {PACKAGE}><Relationship Id="a" Type="{REL}/officeDocument"'
            ' Target="/xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<x:workbook xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/'
            f'2006/main" xmlns:r="{REL}"><x:sheets><x:sheet name="一" sheetId="9" r:id="s"/></x:sheets>'
            "</x:workbook>",
            "xl/_rels/workbook.xml.rels": f'<Relationships {PACKAGE}><Relationship Id="s" Type="{REL}'
            f'/worksheet" Target="/xl/worksheets/one.xml"/><Relationship Id="t" Type="{REL}'
            '/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
            "xl/sharedStrings.xml": f"<sst {MAIN}><si><t>一</t></si><si><r><t xml:space='preserve'>张 "
            "</t></r><r><t>三</t></r><rPh sb='0' eb='1'><t>ちょう</t></rPh></si><si><t/></si></sst>",
            "xl/worksheets/one.xml": f"<x:worksheet xmlns:x='http://schemas.openxmlformats.org/"
            "spreadsheetml/2006/main'><x:sheetData><x:row><x:c t='s'><x:v>1</x:v></x:c><x:c/><x:c "
            "t='inlineStr'><x:is><x:t>a_x000D_b &amp; c</x:t></x:is></x:c><x:c><x:v>1.0</x:v></x:c>"
            "</x:row><x:row r='5'><x:c r='B5' t='str'><x:f>1+1</x:f><x:v>2</x:v></x:c><x:c r='D5' "
            "t='d'><x:v>2012-03-05T00:00:00</x:v></x:c><x:c r='E5' t='e'><x:v>#REF!</x:v></x:c>"
            "</x:row></x:sheetData></x:worksheet>",
        },
    )


def bad(folder):
    """What no reader should take: bombs, entities, cells out of order, parts that are missing."""
    book = openpyxl.Workbook()
    book.active.append(["x"])
    book.save(f"{folder}/small.xlsx")
    parts = {}
    with zipfile.ZipFile(f"{folder}/small.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    data = open(f"{folder}/small.xlsx", "rb").read()
    open(f"{folder}/cut.xlsx", "wb").write(data[: len(data) // 2])
    where = "xl/worksheets/sheet1.xml"
    start = f"<worksheet {MAIN}><sheetData>".encode()

    def with_sheet(name, body):
        package(f"{folder}/{name}.xlsx", {**parts, where: start + body})

    row = b"<row><c t='inlineStr'><is><t>" + b" " * 60_000 + b"</t></is></c></row>"
    with_sheet("bomb", row * 5_000)
    with_sheet("long", b"<row><c t='inlineStr'><is><t>" + b" " * 11_000_000)
    with_sheet("wide", b"<row r='" + b"1" * 11_000_000 + b"'/>")
    many = {f"x/{number}": b"" for number in range(10_001)}
    package(f"{folder}/many.xlsx", {**parts, **many})
    entity = "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]>".encode()
    package(f"{folder}/entity.xlsx", {**parts, where: entity + start + b"</sheetData></worksheet>"})
    with_sheet("backwards", b"<row r='2'/><row r='1'/></sheetData></worksheet>")
    with_sheet("broken", b"<row><c>")
    with_sheet("string", b"<row><c t='s'><v>99</v></c></row></sheetData></worksheet>")
    package(f"{folder}/nosheet.xlsx", {k: v for k, v in parts.items() if k != where})
    package(f"{folder}/letter.xlsx", {"word/document.xml": "<x/>"})


def read(path):
    book = openpyxl.load_workbook(path)
    sheet = book.active
    print(
        json.dumps(
            {
                "sheet": sheet.title,
                "rows": [[cell.value for cell in row] for row in sheet.iter_rows()],
                "types": [[cell.data_type for cell in row] for row in sheet.iter_rows()],
                "formats": [cell.number_format for cell in sheet[4]],
                "merged": [str(item) for item in sheet.merged_cells.ranges],
                "frozen": sheet.freeze_panes,
                "paper": str(sheet.page_setup.paperSize),
                "landscape": sheet.page_setup.orientation == "landscape",
                "titles": sheet.print_title_rows,
                "fitsWidth": sheet.sheet_properties.pageSetUpPr.fitToPage
                and int(sheet.page_setup.fitToHeight) == 0,
                "widths": {k: v.width for k, v in sheet.column_dimensions.items() if not v.hidden},
                "hidden": sorted(k for k, v in sheet.column_dimensions.items() if v.hidden),
            },
            ensure_ascii=False,
            default=str,
        )
    )


def pupil(index, name):
    """An invented pupil, whose national number is of a division that is none."""
    day = datetime.date(2010, 1, 1) + datetime.timedelta(days=index // 400)
    body = f"610399{day:%Y%m%d}{index % 400 * 2:03}"
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    check = "10X98765432"[sum(int(d) * w for d, w in zip(body, weights)) % 11]
    return [name, "女", body + check, "三(2)", "2199000001"]


HEADINGS = ["姓名", "性别", "身份证号", "班级", "学校标识码"]


def rows(path, count):
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("名册")
    sheet.append(["示例小学学生名册"])
    sheet.append(HEADINGS)
    for index in range(count):
        sheet.append(pupil(index, f"示例{index}"))
    sheet.append(["合计", count])
    book.save(path)


def classes(path):
    book = openpyxl.Workbook()
    book.active.title = "说明"
    book.active.append(["请按班填写"])
    for index, (name, child) in enumerate((("一班", "示例一"), ("二班", "示例二"))):
        sheet = book.create_sheet(name)
        sheet.append(HEADINGS)
        sheet.append(pupil(index, child))
    book.save(path)


def plain(path, rows):
    book = openpyxl.Workbook()
    width = max(len(row) for row in rows)
    for number, row in enumerate(rows, 1):
        book.active.append(row)
        if len(row) < width:
            book.active.merge_cells(
                start_row=number, end_row=number, start_column=len(row), end_column=width
            )
    book.save(path)


def edit(path, out, steps):
    """A clerk at a spreadsheet. Rows are named by the text of a cell, columns by their heading."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    top = next(row for row in sheet.iter_rows() if "version" in [cell.value for cell in row])

    def column(heading):
        return next(cell.column for cell in top if cell.value == heading)

    def line(text):
        for row in sheet.iter_rows(min_row=top[0].row + 1):
            if text in [cell.value for cell in row]:
                return row[0].row
        raise SystemExit(f"no row says {text}")

    for step in steps:
        if "set" in step:
            cell = sheet.cell(line(step["row"]), column(step["set"]))
            value = step.get("value")
            if "times" in step:
                value *= step["times"]
            if step.get("kind") == "date":
                value = datetime.datetime.fromisoformat(value)
                cell.number_format = "yyyy-mm-dd"
            elif not isinstance(value, str):
                cell.number_format = "General"
            cell.value = value
        elif "heading" in step:
            sheet.cell(top[0].row, column(step["heading"])).value = step["value"]
        elif "column" in step:
            place = sheet.max_column + 1
            sheet.cell(top[0].row, place).value = step["column"]
            for row in range(top[0].row + 1, sheet.max_row):
                if sheet.cell(row, column("id")).value:
                    sheet.cell(row, place).value = step["value"]
        elif "delete" in step:
            sheet.delete_rows(line(step["delete"]))
        elif "append" in step:
            place = sheet.max_row + 1
            for heading, value in step["append"].items():
                sheet.cell(place, column(heading)).value = value
        elif "copy" in step:
            source, place = line(step["copy"]), sheet.max_row + 1
            for cell in sheet[source]:
                sheet.cell(place, cell.column).value = cell.value
        elif "empty" in step:
            for cell in sheet[line(step["empty"])]:
                if sheet.cell(top[0].row, cell.column).value not in ("id", "version"):
                    cell.value = None
        elif "heads" in step:
            place = sheet.max_row + 1
            for cell in top:
                sheet.cell(place, cell.column).value = cell.value
        elif "sheet" in step:
            copy = book.copy_worksheet(sheet)
            copy.title = step["sheet"]
            copy.sheet_state = step.get("state", "visible")
        elif "merge" in step:
            first, last = (line(text) for text in step["rows"])
            place = column(step["merge"])
            sheet.merge_cells(start_row=first, end_row=last, start_column=place, end_column=place)
    book.save(out)


def lock(path, out):
    with open(path, "rb") as book, open(out, "wb") as locked:
        OOXMLFile(book).encrypt("a password", locked)


if __name__ == "__main__":
    if sys.argv[1] == "make":
        for make in (everyday, macintosh, other, bad):
            make(sys.argv[2])
    elif sys.argv[1] == "read":
        read(sys.argv[2])
    elif sys.argv[1] == "lock":
        lock(sys.argv[2], sys.argv[3])
    elif sys.argv[1] == "plain":
        plain(sys.argv[2], json.loads(sys.argv[3]))
    elif sys.argv[1] == "edit":
        edit(sys.argv[2], sys.argv[3], json.loads(sys.argv[4]))
    elif sys.argv[1] == "classes":
        classes(sys.argv[2])
    else:
        rows(sys.argv[2], int(sys.argv[3]))
