"""The forms that our reader and pyxform are compared on, and what pyxform says of a form.

forms.py make FOLDER          writes a workbook for each form of good_forms.py and bad_forms.py
forms.py write TEXT FILE      writes a workbook for the form in a text
forms.py dated FILE           writes one with a cell that is a date
forms.py pyxform FOLDER...    what pyxform finds in every .xlsx of the folders, as JSON
forms.py models XML FOLDER... where the .xml of a folder differ from what pyxform writes
forms.py validate FOLDER...   what ODK Validate says of every .xml of the folders, as JSON
"""

import datetime
import json
import pathlib
import re
import subprocess
import sys
from xml.etree import ElementTree

import openpyxl
import pyxform
from pyxform.builder import create_survey_element_from_dict
from pyxform.errors import PyXFormError
from pyxform.xls2json import workbook_to_json
from pyxform.xls2json_backends import get_xlsform

import bad_forms
import good_forms

ROW = re.compile(r"\[row : (\d+)\]")
SHEET = re.compile(r"On the '(\w+)' sheet|provided for sheet: '(\w+)'")
GENERATED = re.compile(r"^(generated_table_list_label_|reserved_name_for_field_list_labels_)\d+$")


def write(path, text):
    """A workbook from a text: a sheet begins with `| name |`, its rows follow, indented."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet = None
    for line in text.strip("\n").split("\n"):
        if not line.strip() and sheet is None:
            continue
        if line.startswith("|"):
            sheet = book.create_sheet(line.strip("| "))
        elif line.strip():
            cells = [cell.strip().replace("\\n", "\n") for cell in line.split("|")]
            sheet.append([cell or None for cell in cells])
        else:
            sheet.append([])
    book.save(path)


def dated(path):
    book = openpyxl.Workbook()
    book.active.title = "survey"
    book.active.append(["type", "name", "label", "default"])
    book.active.append(["date", "a", "A", datetime.date(2026, 9, 1)])
    book.save(path)


def make(folder):
    for kind, forms in (("good", good_forms.FORMS), ("bad", bad_forms.FORMS)):
        for name, text in forms.items():
            write(f"{folder}/{kind}_{name}.xlsx", text)


# What pyxform calls a type that we call by its usual name.
USUAL = {
    "select one": "select_one", "select all that apply": "select_multiple", "photo": "image",
    "string": "text", "add text prompt": "text", "phone number": "text", "percentage": "integer",
    "int": "integer", "gps": "geopoint", "location": "geopoint", "q date time": "dateTime",
    "datetime": "dateTime", "get today": "today", "q image": "image", "trigger": "acknowledge",
    "uri:deviceid": "deviceid",
}


def is_count(child, after):
    """Whether a calculate was only made for the count of the repeat that follows it."""
    return after and after["type"] == "repeat" and child["name"] == f"{after['name']}_count"


def questions(node, path):
    """Every question and block below a node: its path, and its type as pyxform calls it."""
    children = node.get("children", [])
    for child, after in zip(children, children[1:] + [None]):
        is_meta = child["name"] == "meta" and child["type"] == "group"
        is_made = is_meta or child["type"] == "csv-external" or GENERATED.match(child["name"])
        if is_made or is_count(child, after):
            continue
        here = f"{path}/{child['name']}"
        yield [here, USUAL.get(child["type"], child["type"])]
        if child["type"] in ("group", "repeat"):
            yield from questions(child, here)


def look(path):
    warnings = []
    try:
        data = get_xlsform(xlsform=str(path))
        form = workbook_to_json(
            workbook_dict=data,
            fallback_form_name=data.fallback_form_name,
            warnings=warnings,
        )
        found = list(questions(form, ""))
        survey = create_survey_element_from_dict(form)
        xml = survey.to_xml(validate=False, warnings=warnings)
    except (PyXFormError, KeyError, TypeError, AttributeError) as error:
        text = str(error)
        row, sheet = ROW.search(text), SHEET.search(text)
        return {
            "ok": False,
            "error": text,
            "row": int(row[1]) if row else None,
            "sheet": (sheet[1] or sheet[2]) if sheet else None,
        }
    return {
        "ok": True,
        "id": form["id_string"],
        "version": form.get("version", ""),
        "questions": found,
        "lists": {
            name: [choice["name"] for choice in choices]
            for name, choices in form.get("choices", {}).items()
        },
        "xml": xml,
    }


def every(folders, end):
    for folder in folders:
        yield from sorted(pathlib.Path(folder).glob(f"*{end}"))


XFORMS = "{http://www.w3.org/2002/xforms}"


def plain(text):
    """An expression without the blanks that mean nothing."""
    return re.sub(r"\s*([()\[\],=<>+\-|!]+)\s*", r"\1", re.sub(r"\s+", " ", text.strip()))


def tree(element):
    """An element as a value; what is made for tables of choices, or says no, is left out."""
    attributes = sorted((k, plain(v)) for k, v in element.attrib.items() if v != "false()")
    children = [tree(child) for child in element if not GENERATED.match(child.tag[len(XFORMS) :])]
    return [element.tag, attributes, plain(element.text or ""), children]


def is_made(element):
    return any("generated_table_" in v or "reserved_name_" in v for v in element.attrib.values())


def model(xml):
    """What an XForm says, by parts, each without an order that means nothing."""
    top = ElementTree.fromstring(xml)
    head = top.find(f".//{XFORMS}model")
    instances = [tree(item) for item in head.findall(f"{XFORMS}instance")]
    texts = {
        language.get("lang"): sorted(tree(text) for text in language)
        for language in head.iter(f"{XFORMS}translation")
    }
    body = top.find("{http://www.w3.org/1999/xhtml}body")
    controls = [item for item in body.iter() if item.get("ref", item.get("nodeset"))]
    return {
        "primary": instances[0],
        "secondary": sorted(instances[1:]),
        "binds": sorted(tree(b) for b in head.findall(f"{XFORMS}bind") if not is_made(b)),
        "actions": sorted(tree(item) for item in top.iter(f"{XFORMS}setvalue")),
        "texts": texts,
        "body": [[item.tag, tree(item)[1]] for item in controls if not is_made(item)],
    }


def models(xml_folder, folders):
    differing = {}
    for path in every(folders, ".xlsx"):
        theirs = look(path)
        ours = pathlib.Path(xml_folder) / f"{path.stem}.xml"
        if not theirs["ok"] or not ours.exists():
            continue
        first, second = model(theirs["xml"]), model(ours.read_text(encoding="utf-8"))
        for part in first:
            if first[part] != second[part]:
                differing[f"{path.stem} {part}"] = json.dumps([first[part], second[part]])
    return differing


def validate(folders):
    jar = pathlib.Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
    paths = [str(path) for path in every(folders, ".xml")]
    run = subprocess.run(
        ["java", "-Djava.awt.headless=true", "-jar", str(jar), *paths],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = {}
    for part in run.stdout.split("Validating: ")[1:]:
        path, _, words = part.partition("\n")
        is_good = "Xform is valid!" in words
        said[pathlib.Path(path.strip()).name] = {"ok": is_good, "said": words[:2000]}
    return said


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2])
    elif sys.argv[1] == "write":
        write(sys.argv[3], pathlib.Path(sys.argv[2]).read_text(encoding="utf-8"))
    elif sys.argv[1] == "dated":
        dated(sys.argv[2])
    elif sys.argv[1] == "pyxform":
        print(json.dumps({p.name: look(p) for p in every(sys.argv[2:], ".xlsx")}))
    elif sys.argv[1] == "models":
        print(json.dumps(models(sys.argv[2], sys.argv[3:])))
    else:
        print(json.dumps(validate(sys.argv[2:])))
