#!/usr/bin/env python3
"""Writes the built-in form of a home visit: docs/visit-form.xlsx.

    .build-python/bin/python Scripts/visit-form.py [FILE]

Its questions are the table below. What the program carries is made from the workbook:

    FIELDKIT_UPDATE_VISIT_FORM=1 Scripts/test --filter VisitFormTests
"""

import datetime
import pathlib
import sys

import openpyxl

VERSION = "2026-11-3"
ZH, EN = "中文 (zh)", "English (en)"


def known(record, field, key, codes, column="id"):
    """What is known of a record, as long as it is one of the codes that are offered."""
    value = f"pulldata('{record}', '{field}', '{column}', {key})"
    return f"if(contains(' {' '.join(codes)} ', concat(' ', {value}, ' ')), {value}, '')"


LISTS = {
    "kind": """
        10 入户 | at home
        20 电话随访 | by phone
        21 视频 | by video
        22 微信/短信 | by message
        30 来校面谈 | at school
        31 村委/邻居了解 | from neighbours
        40 单位/工地走访 | at a place of work
        50 送教上门 | home teaching
        60 集中（家长会） | parents' meeting
        90 未遇（家中无人） | nobody in""",
    "met": """
        1 父亲 | father
        2 母亲 | mother
        3 祖父母 | grandparents
        4 其他亲属 | other relatives
        5 学生本人 | the pupil
        9 其他人 | others""",
    "purpose": """
        01 常规家访 | regular visit
        02 控辍保学 | keeping children at school
        03 精准资助排查 | whether aid is due
        04 防返贫监测 | falling back into poverty
        05 政策宣传 | explaining policies
        06 学习/心理关爱 | learning and care
        07 劝返 | asking to come back
        08 帮办申请 | help with an application
        09 送信/回执 | letters and receipts
        10 送教 | a lesson at home""",
    "enrolment": """
        10 本校在读 | at this school
        11 县内他校在读 | at another school of the county
        12 县外市内在读 | elsewhere in the city
        13 市外省内在读 | elsewhere in the province
        14 省外在读 | in another province
        15 在读无学籍 | at school, not registered
        20 特教学校在读 | at a special school
        21 随班就读 | included
        22 送教上门 | taught at home
        30 休学 | on leave
        31 延缓入学 | entry put off
        40 已毕业 | finished
        41 超龄 | above age
        50 因身体原因不具备条件 | not able, for health
        60 出国（境） | abroad
        61 死亡 | deceased
        62 户籍问题 | a matter of registration
        70 去向不明 | whereabouts unknown
        80 疑似辍学 | may have dropped out
        90 失学（从未入学） | never at school
        91 辍学 | dropped out
        99 未核实 | not verified""",
    "boarding": """
        1 走读 | day pupil
        2 住校 | boarder""",
    "difficulty": """
        0 无 | none
        1 轻 | slight
        2 中 | some
        3 重 | great""",
    "residence": """
        1 常住 | lives here
        2 举家外出 | the whole family is away
        3 部分外出 | some are away
        4 空挂户 | registered only
        5 查无此户 | no such family
        9 未核 | not verified""",
    "carer": """
        1 父母 | parents
        2 父亲或母亲 | one parent
        3 祖父母 | grandparents
        4 其他亲属 | other relatives
        5 非亲属 | others
        9 无人照料 | nobody""",
    "away": """
        0 都在家 | both at home
        1 一方外出 | one away
        2 双方外出 | both away""",
    "change": """
        0 无 | none
        1 病 | illness
        2 灾 | disaster
        3 意外 | accident
        4 失业 | loss of work
        5 离异/丧亲 | divorce or death
        6 其他 | other""",
    "risk": """
        1 义务教育 | compulsory schooling
        2 基本医疗 | medical care
        3 住房 | housing
        4 饮水 | drinking water""",
    "answer": """
        1 是 | yes
        2 否 | no
        3 不清楚 | not known""",
    "policy": """
        1 学生资助 | aid for pupils
        2 控辍保学 | compulsory schooling
        3 招生入学 | enrolment
        4 防返贫帮扶 | help against poverty
        5 其他 | others""",
    "letter": """
        A A信 | letter A
        B B信 | letter B""",
    "sign": """
        0 无 | none
        1 手写表已签 | signed on paper
        2 拍照 | photograph
        3 拒签 | refused""",
}


def codes(name):
    return [line.split()[0] for line in LISTS[name].strip().split("\n")]


def last(question, codes):
    """What was answered to a question the last time that the family was met."""
    return known("last_visit", question, "${household}", codes, "household")


HERE = "selected-at(${students}, position(..) - 1)"
FAMILY = "join(' ', instance('student')/root/item[household = ${household}]/id)"
MET = "${kind} != '90'"
POLICY = "instance('aid_due')/root/item"
# Which policies concern a pupil on the day of the visit.
FITS = " and ".join([
    "student = ${id}",
    "(valid_from = '' or date(valid_from) <= ${date})",
    "(valid_to = '' or date(valid_to) >= ${date})",
])
ODD = "selected-at(${odd}, position(..) - 1)"
AID = dict(relevant="${due} != ''", parameters="value=code label=label", choice_filter=FITS)
PAPER = "${mode} = 'paper'"

# One row a question: type, name, 中文, English, and whatever else the row says.
SURVEY = [
    # How the visit is entered: `paper` after a paper form; empty in all other cases.
    ("hidden", "mode", "", ""),
    ("begin group", "paper", "纸质表", "The paper form", dict(relevant=PAPER)),
    ("date", "on", "纸质表上的日期", "The day on the paper form",
     dict(required="yes", constraint=". <= today() + 1",
          constraint_message=("走访日期不能在今天之后。", "The day of the visit is yet to come."))),
    ("text", "number", "纸质表编号", "The number of the paper form"),
    ("end group",),
    ("begin group", "who", "户与学生", "Family and pupils"),
    ("select_one_from_file household.csv", "household", "户", "Household",
     dict(required="yes", save_to="visit#household", parameters="value=id label=label",
          hint=("填户主姓名的一部分，或拼音首字母", "A part of the head's name, or pinyin initials"))),
    ("select_multiple_from_file student.csv", "students", "谈到的学生", "Pupils",
     dict(save_to="visit#students", parameters="value=id label=label",
          choice_filter="household = ${household}", calculation=FAMILY, trigger="${household}",
          hint=("可多选；先列出这户登记的全部学生", "One or more; all of the family stand there at first"))),
    ("end group",),
    ("begin group", "how", "日期、方式、在场人", "Day, way, who was there"),
    ("date", "date", "日期", "Day",
     dict(required="yes", save_to="visit#date", default="today()", constraint=". <= today() + 1",
          calculation="${on}", trigger="${on}",
          constraint_message=("走访日期不能在今天之后。", "The day of the visit is yet to come."))),
    ("select_one kind", "kind", "方式", "How",
     dict(required="yes", save_to="visit#kind", default="10")),
    ("text", "companions", "同行", "Who came along", dict(relevant=MET)),
    ("select_multiple met", "met", "在场人", "Who was there", dict(relevant=MET)),
    ("select_multiple purpose", "purposes", "目的", "Purposes",
     dict(save_to="visit#purposes", default="01", relevant=MET)),
    ("end group",),
    ("begin group", "school", "就学与资助", "School and aid", dict(relevant=MET)),
    ("begin repeat", "pupil", "学生", "Pupil", dict(repeat_count="count-selected(${students})")),
    ("calculate", "id", "", "", dict(calculation=HERE)),
    ("note", "about", "${who_is}", "${who_is}"),
    ("calculate", "who_is", "", "",
     dict(calculation=f"pulldata('student', 'name', 'id', {HERE})")),
    ("select_one enrolment", "status", "就学状态", "Enrolment",
     dict(trigger="${students}", save_to="student#enrolment_status",
          calculation=known("student", "enrolment_status", HERE, codes("enrolment")))),
    ("select_one answer", "attends", "正常到校", "Attends regularly"),
    ("text", "reason", "不到校的原因", "Why not",
     dict(relevant="${attends} = '2'", required="yes")),
    ("select_one boarding", "boarding", "就读方式", "Boarding",
     dict(trigger="${students}", save_to="student#boarding",
          calculation=known("student", "boarding", HERE, codes("boarding")))),
    ("select_one difficulty", "difficulty", "学习困难", "Difficulties in learning",
     dict(trigger="${students}",
          calculation=known("last_visit_pupil", "difficulty", HERE, codes("difficulty"), "student"))),
    ("calculate", "due", "", "", dict(calculation=f"join(' ', {POLICY}[{FITS}]/code)")),
    ("calculate", "automatic", "", "",
     dict(calculation=f"join(' ', {POLICY}[{FITS} and given = '1']/code)")),
    ("select_multiple_from_file aid_due.csv", "got", "收到的资助", "Aid received",
     AID | dict(trigger="${students}", calculation="${automatic}",
                hint=("先列出不用申请、人人都有的，和记录上已发放的；另外收到的请加上",
                      "What everybody gets without applying, and what the records call paid, stands there"))),
    ("select_multiple_from_file aid_due.csv", "odd", "有出入的资助", "Where something differs",
     AID | dict(hint=("没收到、家长不知道、金额没告知或与记录不一致的；都没有就回车",
                      "Not received, not known, amount not told or not as recorded; Enter for none"))),
    ("begin repeat", "policy", "资助", "Aid",
     dict(relevant="${odd} != ''", repeat_count="count-selected(${odd})")),
    ("calculate", "code", "", "", dict(calculation=ODD)),
    ("calculate", "aid", "", "",
     dict(calculation=f"pulldata('aid_policy', 'label', 'code', {ODD})")),
    ("note", "which", "${aid}", "${aid}"),
    ("select_one answer", "received", "是否收到", "Received"),
    ("select_one answer", "known", "家长是否知道", "Known to the family"),
    ("select_one answer", "told", "金额是否告知", "Amount told"),
    ("select_one answer", "matches", "与记录是否一致", "As the records say"),
    ("end repeat",),
    ("end repeat",),
    ("end group",),
    ("begin group", "family", "家庭与变化", "Family and changes", dict(relevant=MET)),
    ("select_one residence", "residence", "居住状态", "Residence",
     dict(trigger="${household}", save_to="household#residence_status",
          calculation=known("household", "residence_status", "${household}", codes("residence")))),
    ("select_one carer", "carer", "谁照料孩子", "Who cares for the children",
     dict(trigger="${household}", calculation=last("carer", codes("carer")))),
    ("select_one away", "away", "父母外出", "Parents away",
     dict(relevant="${residence} != '1'", trigger="${household}",
          calculation=last("away", codes("away")))),
    ("select_multiple change", "changes", "上次以来的变化", "Changes since the last visit"),
    ("select_multiple risk", "risks", "有困难的保障", "What is not secured",
     dict(trigger="${household}",
          calculation="pulldata('last_visit', 'risks', 'household', ${household})")),
    ("end group",),
    ("begin group", "policies", "政策与信", "Policies and letters", dict(relevant=MET)),
    ("select_multiple policy", "explained", "讲了哪些政策", "Policies explained",
     dict(relevant="selected(${purposes}, '03') or selected(${purposes}, '05')")),
    ("select_multiple letter", "letters", "送达的信", "Letters given",
     dict(relevant="selected(${purposes}, '09')")),
    ("text", "receipt", "回执签收人", "Receipt signed by", dict(relevant="${letters} != ''")),
    ("end group",),
    ("begin group", "end", "意见、纪要、问题", "Wishes, note, issues"),
    ("text", "wishes", "家长意见", "Wishes of the family",
     dict(relevant=MET, constraint="string-length(.) <= 500",
          constraint_message=("最多 500 字。", "At most 500 characters."))),
    ("text", "note", "纪要", "Note",
     dict(save_to="visit#note", constraint="string-length(.) <= 2000",
          constraint_message=("最多 2000 字。", "At most 2,000 characters."))),
    ("text", "issues", "问题与后续任务", "Issues and tasks", dict(relevant=MET)),
    ("select_one sign", "sign", "家长签字", "Signature of a parent", dict(relevant=MET)),
    ("end group",),
]

TRANSLATED = ["label", "hint", "constraint_message"]
PLAIN = ["required", "relevant", "constraint", "default", "calculation", "trigger",
         "choice_filter", "parameters", "repeat_count", "save_to"]


def survey(sheet):
    headings = ["type", "name"]
    headings += [f"{name}::{language}" for name in TRANSLATED for language in (ZH, EN)] + PLAIN
    sheet.append(headings)
    for row in SURVEY:
        kind, name, chinese, english, more = (*row, *["", "", "", {}][len(row) - 1:])
        texts = {"label": (chinese, english)} | {key: more.get(key, ("", "")) for key in TRANSLATED[1:]}
        cells = [kind, name] + [text for key in TRANSLATED for text in texts[key]]
        sheet.append([cell or None for cell in cells + [more.get(key, "") for key in PLAIN]])


def choices(sheet):
    sheet.append(["list_name", "name", f"label::{ZH}", f"label::{EN}"])
    for name, lines in LISTS.items():
        for line in lines.strip().split("\n"):
            code, labels = line.split(maxsplit=1)
            sheet.append([name, code, *[label.strip() for label in labels.split("|")]])


def main(path):
    book = openpyxl.Workbook()
    # The same questions are the same file.
    book.properties.created = book.properties.modified = datetime.datetime(2026, 11, 1)
    book.properties.creator = "FieldKit"
    survey_sheet = book.active
    survey_sheet.title = "survey"
    survey(survey_sheet)
    choices(book.create_sheet("choices"))
    settings = book.create_sheet("settings")
    settings.append(["form_id", "version", "form_title", "default_language"])
    settings.append(["home-visit", VERSION, "走访 · Home visit", ZH])
    entities = book.create_sheet("entities")
    entities.append(["list_name", "label", "entity_id"])
    entities.append(["visit", "${date}"])
    entities.append(["student", None, "${id}"])
    entities.append(["household", None, "${household}"])
    for sheet in book:
        sheet.freeze_panes = "A2"
        for column in sheet.columns:
            widest = max(len(str(cell.value or "")) for cell in column)
            sheet.column_dimensions[column[0].column_letter].width = min(max(widest + 2, 10), 40)
    book.save(path)


if __name__ == "__main__":
    root = pathlib.Path(__file__).resolve().parent.parent
    main(sys.argv[1] if len(sys.argv) > 1 else root / "docs/visit-form.xlsx")
