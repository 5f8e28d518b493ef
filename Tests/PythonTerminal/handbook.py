"""The screens of docs/handbook.md: a teacher's first day with a laptop, from the code to the correction.

Everybody is invented: the county is the one that `SyncServer demo` makes.
"""

import json
import pathlib

from clock import Clock
from county import County
from desk import Desk
from person import Field

VILLAGE, SCHOOL = "610326101901", "2199000003"
TEACHER, COLLEAGUE = "许桦锦", "徐晗庆"


def handbook(story):
    with Clock(story.folder) as clock:
        clock.at("2026-11-26 16:00")
        with County(story.field.program, story.folder, clock) as county:
            desk = Desk(story, laptop(story, "own", clock), clock, county, "meadow-7")
            first_sign_in(desk)
            other = enrolled(laptop(story, "other", clock), county, COLLEAGUE)
            school = enrolled(laptop(story, "school", clock), county, "中心校", role="township")
            for part in [morning, finding, visit, other_visits, paper, aid, dropout]:
                part(desk)
            evening(desk, other)
            decided(desk, school)
            correcting(desk)
            privacy(desk)
            trouble(desk)
        without_network(desk)


def laptop(story, name, clock):
    """A laptop on which nothing is yet."""
    folder = pathlib.Path(story.folder, name)
    folder.mkdir()
    return Field(story.field.program, str(folder), clock, is_local=False)


def enrolled(field, county, name, role="teacher"):
    """A laptop of somebody who is not looked at, ready for work."""
    field("init", "--server", county.url, "--code", county.code(name, VILLAGE, SCHOOL, role=role))
    field("sync")
    return field


def first_sign_in(desk):
    code = desk.county.code(TEACHER, VILLAGE, SCHOOL)
    desk.types(f"field init --server {desk.county.url}").asks("登记码：").types(code).ends()
    desk.keeps("enrol")
    desk.runs("field 同步")
    desk.keeps("first-sync")
    desk.types(f"field 登录 {TEACHER}").asks("请为").types(desk.passphrase).asks("再输").types(desk.passphrase).ends()
    desk.keeps("login")
    desk.types("field").asks("请选择：")
    desk.keeps("menu")
    desk.person.types("q").ends()


def morning(desk):
    desk.clock.at("2026-11-27 07:09")
    desk.types("field 今日").asks("口令：").types(desk.passphrase).ends()
    desk.keeps("today")
    desk.runs("field 今日 --route")
    desk.keeps("route")
    desk.runs("field 今日 --print -o 路线.pdf")
    desk.runs("field 台账")
    desk.keeps("ledger")


def finding(desk):
    desk.runs("field 查 gqm")
    desk.keeps("find")
    desk.runs("field 查 gao 2022级1班")
    desk.runs("field 查 zongheying")
    desk.keeps("find-loosely")


def visit(desk):
    """A visit with a power cut in it, and every key that there is."""
    desk.at("2026-11-27 09:00")
    person = desk.types("field 家访 新建")
    person.asks("户 *").types("gqm").asks("谈到的学生").types("").asks("日期 *")
    desk.keeps("visit-family")
    person.types("").asks("方式 *").types("").asks("同行").types("").asks("在场人").types("3 5")
    person.asks("目的").types("").asks("就学状态")
    desk.keeps("visit-how", "第 2/6 步")
    person.types("").asks("正常到校").types("是").asks("就读方式")
    # The terminal is gone in the middle of a question.
    person.closes_the_lid()
    desk.person = person = desk.field.shell(desk.story.folder, rows=60)
    desk.types("field 家访 续填").asks("就读方式")
    desk.keeps("visit-resumed")
    person.types("").asks("学习困难").types("1").asks("收到的资助").types("").asks("有出入").types("")
    person.asks("就学状态").types("").asks("正常到校").types("“").asks("就读方式")
    desk.keeps("visit-ditto", "— 学生 2 —")
    person.types("<").asks("正常到校").types("是").asks("就读方式").types("").asks("学习困难").types("0")
    person.asks("收到的资助").types("").asks("有出入").types("")
    person.asks("居住状态").types("").asks("谁照料").types(">")
    person.asks("家长意见").types("希望老师常来").asks("纪要").types("祖母在家，孩子写完作业帮着喂鸡。")
    person.asks("问题与后续").types("").asks("家长签字").types("1").asks("提交吗？")
    desk.keeps("visit-review", "— 核对 —")
    person.types("").ends()
    desk.keeps("visit-saved", "提交吗？")


def other_visits(desk):
    """Nobody in, a family that is new, the telephone, and the daily question."""
    person = desk.types("field 家访 新建 --absent")
    person.asks("户 *").types("wnc").asks("谈到的学生").types("").asks("日期 *").types("")
    person.asks("纪要").types("门锁着，邻居说晚上回来").asks("提交吗？").types("").ends()
    desk.keeps("absent", "— 核对 —")
    person = desk.types("field 家访 新建 --new-family")
    person.asks("村 *").types("").asks("组").types("6组").asks("户主姓名").types("赵绢平")
    person.asks("住址").types("").asks("电话").types("")
    person.asks("孩子姓名").types("赵小雨").asks("性别").types("女").asks("出生日期").types("2018-5-4").asks("再加一个")
    person.types("").asks("提交吗？").types("").asks("是哪一户").types("1").asks("户 *")
    desk.keeps("new-family", "可能已经有这一户")
    person.types("q").ends()
    person = desk.types("field 电话 zkt")
    person.asks("谈了什么").types("孩子感冒，明天到校").ends()
    desk.keeps("call")
    person = desk.types("field 一问 gaowei gaoqing")
    person.asks("1/2").types("").asks("2/2").types("2 没吃早饭").ends()
    desk.keeps("ask")


def paper(desk):
    desk.runs("field 家访 打印 --blank --household hlr -o 空表.pdf")
    desk.keeps("blank-form")
    person = desk.types("field 家访 新建 --paper")
    person.asks("纸质表上的日期").types("11-18").asks("编号").types("12").asks("户 *").types("hlr")
    person.asks("谈到的学生")
    desk.keeps("paper-entered", rows=5)
    person.types("1").asks("日期").types("").asks("方式").types("").asks("同行").types(">").asks("就学状态").types(">")
    person.asks("居住状态").types(">").asks("家长意见").types("").asks("纪要").types("家里在收玉米，孩子都好。")
    person.asks("问题").types("").asks("签字").types("1").asks("提交吗？").types("").ends()
    desk.keeps("paper-saved", "提交吗？")


def aid(desk):
    desk.runs("field 资助 看 gqm")
    desk.keeps("aid")
    desk.runs("field 信 打印 A gaowei -o A信.pdf")
    desk.keeps("letter-print")
    desk.runs("field 信")
    desk.keeps("letters")
    letter = desk.read(r"([0-9a-f]{6})  高")
    desk.runs(f"field 信 送达 {letter}")
    desk.runs(f"field 信 回执 {letter} 收件=祖母")
    desk.keeps("receipt")
    desk.runs("field 资助 漏助")
    desk.keeps("missed")
    desk.runs("field 任务 新建 gqm 内容=约班主任补课 期限=12-4")
    desk.keeps("task")
    task = desk.read(r"编号 ([0-9a-f]{6})")
    desk.runs(f"field 任务 办结 {task} 结果=已约好")


def dropout(desk):
    desk.runs("field 辍学 疑似 hgh 来源=家访 疑似原因=厌学 未到校起=11-16")
    desk.keeps("dropout")
    desk.runs("field 辍学")


def evening(desk, other):
    """The same child was seen by two teachers, who did not know of each other."""
    child = json.loads(other("find", "钟禾音", "--json"))[0]["id"]
    desk.clock.passes()
    other("put", "student", child, "enrolment_status=14")
    other("sync")
    desk.at("2026-11-27 18:30")
    person = desk.types("field 家访 新建").asks("接着填").types("2")
    person.asks("户 *").types("zkt").asks("仍要新建")
    desk.keeps("visit-again", "这户当天")
    person.types("1").asks("谈到的学生").types("1").asks("日期").types("").asks("方式").types("")
    person.asks("同行").types(">").asks("就学状态").types("本校").asks("正常到校").types(">")
    person.asks("居住状态").types(">").asks("家长意见").types(">").asks("提交吗？").types("").ends()
    desk.runs("field 同步")
    desk.keeps("evening")
    person = desk.types("field 冲突").asks("留给县里")
    desk.keeps("conflict", "学生 钟")
    person.types("").ends()
    desk.county("resolve", "student", child, "enrolment_status=14", "--reason", "电话问过外婆，孩子跟父母在外省上学")


def decided(desk, school):
    """The county has decided, and the township's school has sent a visit back."""
    school("sync")
    visits = json.loads(school("list", "visit", "--json"))
    sent = [visit["id"] for visit in visits if visit["fields"].get("note", "").startswith("祖母在家")]
    school("visit", "return", sent[0], "--reason", "请补上学习困难的原因")
    school("sync")
    desk.at("2026-11-27 20:00")
    desk.runs("field 同步")
    desk.keeps("decided")
    decision = desk.read(r"提\s*出\s+([0-9a-f]{6})")
    desk.runs("field 今日")
    desk.keeps("today-evening")
    person = desk.types("field 家访 改 gqm").asks("提交吗？")
    person.types("24").asks("纪要〔").types("祖母在家。高维数学跟不上，已约班主任补课。").asks("提交吗？").types("").ends()
    desk.keeps("amended", "提交吗？")
    desk.runs("field 异议")
    desk.runs(f"field 异议 提出 {decision} --reason 本人在校，今天见到 --wanted 本校在读")
    desk.keeps("object")
    desk.runs("field 异议 列表")
    desk.runs("field 同步")
    objection = json.loads(desk.county("objections", "list", "--json"))[0]["id"]
    desk.county("objections", "answer", objection, "--value", "10", "--reason", "班主任证明已回校")
    desk.runs("field 同步")
    desk.keeps("object-answered")
    desk.runs("field 小结")


def correcting(desk):
    desk.types("field 电话 zkt").asks("谈了什么").types("记错了人").ends()
    desk.runs("field 撤销")
    desk.keeps("undo")
    desk.runs("field 历史 学生 zhongheyin 就学状态")
    desk.keeps("history", "徐晗庆  同步收到")
    desk.runs("field 来历 学生 zhongheyin 就学状态")
    desk.keeps("why")


def privacy(desk):
    desk.types("field 今日 --明").asks("理由").types("核对应访名单").ends()
    desk.keeps("revealed")
    desk.runs("field 锁定")
    person = desk.types("field 查 gqm").asks("口令：").types(desk.passphrase).ends()
    desk.keeps("unlock")
    desk.types("field 登录 --new").asks("姓名或工号").types("潘青依").asks("请为").types("forest-9").asks("再输")
    person.types("forest-9").ends()
    desk.runs("field 人员")
    desk.types("field 切换").asks("您是哪位").types("1").asks("口令").types(desk.passphrase).ends()
    desk.keeps("switch")


def trouble(desk):
    desk.runs("field 自检")
    desk.keeps("doctor")
    now = desk.clock.moment
    desk.clock.at("2009-01-01 08:00")
    desk.runs("field 自检")
    desk.keeps("doctor-clock", rows=3)
    # A clock that has gone back locks the screen, and so does one that is put right.
    person = desk.types("field 家访 列表").asks("口令：").types(desk.passphrase).asks("今天是哪一天")
    person.types("后年").asks("今天是哪一天").types(f"{now:%Y-%m-%d}").ends()
    desk.clock.at(str(now))
    desk.types("field 家访 列表").asks("口令：").types(desk.passphrase).ends()


def without_network(desk):
    desk.runs("field 同步")
    desk.keeps("no-network")
