"""Stories of a teacher at a terminal.

    stories.py STORY PROGRAM SCREENS [--update]

Screens are compared with those in the folder SCREENS, or stored there anew.
"""

import json
import pathlib
import subprocess
import sys
import tempfile

from handbook import handbook
from person import Field

# What clears the screen, and what can be scrolled back to.
CLEARED = "\x1b[3J"

# A family of two pupils, as in every story.
CHILDREN = ["张小一", "张小二"]


class Story:
    def __init__(self, name, program, screens, folder, is_update):
        self.name, self.screens, self.is_update = name, pathlib.Path(screens), is_update
        self.field = Field(program, folder)
        self.folder = folder

    def family(self, name="张示范", children=CHILDREN):
        household = self.field.put("household", f"head_name={name}", "address=三组")
        for child in children:
            self.field.put("student", f"name={child}", f"household={household}",
                           "enrolment_status=10", "guardian=王示例", "class=2023级2班")
        return household

    def screen(self, person, name):
        """Compares what stands on the screen with what was stored."""
        self.keep(name, person.picture())

    def keep(self, name, picture):
        """Compares a picture of a screen with what was stored, or stores it anew."""
        path = self.screens / f"{self.name}-{name}.txt"
        if self.is_update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(picture)
        stored = path.read_text() if path.exists() else "(nothing is stored)\n"
        if picture != stored:
            raise AssertionError(f"{path.name} was\n{stored}\nand is\n{picture}")

    def visits(self):
        return self.field("visit", "list", "--json")


def day(story):
    """From the menu to today, and through a visit with every key that there is."""
    household = story.family()
    story.field("task", "new", household, "内容=帮办申请", "期限=2099-01-02")
    person = story.field.sit()
    person.asks("请选择：")
    story.screen(person, "menu")
    person.types("今日").asks("请选择：")
    story.screen(person, "today")
    person.types("v").asks("户 *").types("zsf").asks("谈到的学生")
    story.screen(person, "pupils")
    person.types("<").asks("户 *").types("zhang").asks("选择").types("?").asks("拼音首字母")
    story.screen(person, "help")
    person.types("").asks("日期 *").types("周六").asks("方式 *")
    person.types("电话").asks("同行").types("王老师").asks("在场人")
    person.types("父亲、母亲").asks("目的").types("退出").asks("请选择：")
    story.screen(person, "left")
    assert story.visits() == "[]\n", story.visits()
    person.types("2").asks("接着填").types("9").asks("没有这个编号").types("1").asks("目的")
    story.screen(person, "resumed")
    person.types(">").asks("就学状态")
    person.types("").asks("正常到校").types("有").asks("就读方式").types("走读").asks("学习困难")
    person.types("0").asks("学生 2").asks("就学状态").types("同上").asks("正常到校")
    story.screen(person, "ditto")
    person.types(">").asks("居住状态").types(">").asks("家长意见").types("").asks("纪要")
    person.types("谈了学习").asks("问题与后续").types(">").asks("提交吗？")
    story.screen(person, "review")
    person.types("").asks("已保存这次走访").asks("请选择：")
    story.screen(person, "saved")
    person.types("退出").goes()
    assert '"kind":"20"' in story.visits(), story.visits()


def interrupted(story):
    """Control-C, and a lid that closes, in the middle of an answer: what was answered is there."""
    story.family()
    person = story.field.sit("visit", "new")
    person.asks("户 *").types("zsf").asks("谈到的学生").types("2").asks("日期 *")
    # What is no text is not taken, and asked again.
    person.types_bytes("昨天".encode("gb18030")).sees("不能按 UTF-8 读成文字").asks("日期 *")
    person.types("上周", end="").sees("上周").presses_control_c()
    assert "运行 field 家访 续填 接着填" in person.heard, person.heard
    person = story.field.sit("visit", "new")
    person.asks("接着填").types("").asks("日期 *").types("昨天").asks("方式 *")
    person.types("电", end="").sees("电").closes_the_lid()
    person = story.field.sit("visit", "new")
    person.asks("接着填").types("").asks("方式 *").types("<").asks("日期 *〔")
    story.screen(person, "resumed")
    person.types("q").sees("已存草稿").goes()
    assert story.visits() == "[]\n"
    # One question a day: what was said of the first is kept, and the second is asked next time.
    ids = [story.field.put("student", f"name=王小{n}") for n in "一二"]
    person = story.field.sit("ask", *ids)
    person.asks("1/2").types("2 没精神").asks("2/2").types("3", end="").sees("3")
    person.presses_control_c()
    assert "之前保存的都在" in person.heard, person.heard
    person = story.field.sit("ask", *ids)
    person.asks("1/1").types("<").asks("1/1").types("？").asks("上一个").types("需关注").sees("已记 1/1").goes()
    checks = story.field("list", "daily_check", "--json")
    assert checks.count('"mood":2') == 2 and "没精神" in checks, checks


def long_list(story):
    """A list that is longer than the screen: page by page, back, names for a reason, a new width."""
    lines = [{"type": "student", "set": {"name": f"张小{number}", "class": "2023级2班", "guardian": "王示例"}}
             for number in range(40)]
    story.field("put", "--from", "-", text="\n".join(map(json.dumps, lines)))
    person = story.field.sit("find", "张", rows=16)
    person.asks("行：回车继续")
    story.screen(person, "first")
    assert "张小" not in person.all and "\x1b[1m" in person.all
    person.types("").asks("行：回车").types("<").asks("行：回车继续")
    story.screen(person, "back")
    person.resizes(12, 60).types("").asks("行：回车")
    story.screen(person, "narrow")
    person.resizes(16, 100).types("m").asks("理由").types("核对 张小3").asks("行：回车")
    assert "张小" in person.all
    person.types("q").goes()
    events = story.field("list", "audit_event", "--json")
    assert events.count('"action":"reveal"') == 1 and "张小3" not in events, events
    person = story.field.sit("find", "张", "--reveal")
    person.asks("理由").types("\x04", end="").sees("没有输入显示姓名的理由").sees("[nothing_given]").goes()
    # No colours for whoever wants none, and no pages where they cannot be turned.
    person = story.field.sit("find", "张", rows=16, NO_COLOR="1")
    person.asks("行：回车继续")
    assert "\x1b" not in person.all
    person.types("Q").goes()


def menu_names(story):
    """The key m of the menu shows names from then on, for a reason."""
    story.family()
    person = story.field.sit("--lang", "en")
    person.asks("Choose:").types("f").asks("Whom").types("zxy").asks("records.").asks("Choose:")
    assert "张小一" not in person.all
    story.screen(person, "masked")
    # A word by its letters, and by its initials.
    person.types("cha").asks("Whom").types("").asks("Choose:")
    person.types("m").asks("Why").types("to tell them apart").asks("Choose:")
    person.types("find").asks("Whom").types("zxy").asks("records.").asks("Choose:")
    assert "张小一" in person.all
    story.screen(person, "revealed")
    person.types("ｍ").asks("show names").types("ｑ").goes()
    assert "to tell them apart" in story.field("list", "audit_event", "--json")


def locales(folder):
    """Chinese locales of the test's own; none, with a word, where they cannot be made."""
    place = pathlib.Path(folder) / "locales"
    place.mkdir()
    for name, encoding in [("zh_CN.GB18030", "GB18030"), ("zh_CN", "GB2312")]:
        try:
            subprocess.run(["localedef", "-c", "-i", "zh_CN", "-f", encoding, str(place / name)],
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        except FileNotFoundError:
            pass
        if not (place / name).exists():
            print("there is no localedef or no zh_CN for it; the locale's name alone is tried")
            return {}
    return {"LOCPATH": str(place)}


def other_encoding(story):
    """A terminal that speaks GB18030: questions, answers, tables, arguments and a pipe."""
    story.family("张示范", ["张小一", "𠅤明"])
    speaks = {"LC_ALL": "zh_CN.GB18030", "encoding": "gb18030"} | locales(story.folder)
    person = story.field.sit("visit", "new", **speaks)
    person.asks("户 *").types("示范").asks("谈到的学生")
    story.screen(person, "pupils")
    person.types("1").asks("日期 *").types("昨天").asks("方式 *").types("退出").sees("已存草稿").goes()
    person = story.field.sit("find", "张".encode("gb18030").decode("utf-8", "surrogateescape"), **speaks)
    person.sees("共 2 条。").goes()
    story.screen(person, "found")
    if "LOCPATH" in speaks:
        # A locale without an encoding in its name has the one that the system says.
        unnamed = speaks | {"LC_ALL": "zh_CN", "encoding": "gb2312"}
        person = story.field.sit("find", "张".encode("gb2312").decode("utf-8", "surrogateescape"), **unnamed)
        person.sees("共 2 条。").goes()
    environment = story.field.environment(LC_ALL="zh_CN.GBK")
    def pipe(*arguments, text=""):
        return subprocess.run([story.field.program, *arguments], env=environment, check=True,
                              input=text.encode("gbk"), stdout=subprocess.PIPE).stdout
    listed = pipe("list", "student").decode("gbk")
    assert "〓*" in listed and "张*一" in listed, listed
    assert "张小一" in pipe("list", "student", "--json").decode("utf-8")
    made = pipe("put", "household", "note=@-", "--json", text="山里没有信号").decode()
    notes = story.field("list", "household", "--json")
    assert "山里没有信号" in notes and made, notes


def shared(story):
    """Two teachers and one laptop: the lock shows nothing, and keeps what was being typed."""
    story.family()
    person = story.field.sit("login", "安老师")
    person.asks("请为 安老师 设口令").types("meadow").asks("再输一次").types("meadow").sees("您已登录").goes()
    person = story.field.sit("login", "--new")
    person.asks("姓名或工号").types("白老师").asks("请为 白老师 设口令").types("forest")
    person.asks("再输一次").types("forests").sees("[passwords_differ]").goes()
    person = story.field.sit("login", "白老师", "--new")
    person.asks("请为 白老师 设口令").types("forest").asks("再输一次").types("forest").sees("您已登录").goes()
    person = story.field.sit("switch")
    person.asks("您是哪位").types("1").asks("口令").types("forest").sees("[passphrase_wrong]").goes()
    person = story.field.sit("switch")
    person.asks("您是哪位").types("1").asks("口令").types("meadow").sees("您已登录").goes()
    assert "meadow" not in person.all and "forest" not in person.all, "what is typed is not shown"
    person = story.field.sit("switch", "安老师")
    person.asks("口令").types("\x03", end="").sees("没有输入口令").sees("[nothing_given]").goes()

    # Half an answer is typed when the laptop is left alone.
    person = story.field.sit("visit", "new", FIELD_LOCK_SECONDS="5")
    person.asks("户 *").types("昨", end="").asks("口令：")
    story.screen(person, "locked")
    person.types("meadow").asks("锁定前您输入了“昨”")
    story.screen(person, "unlocked")
    person.types("q").goes()
    story.field("lock")
    person = story.field.sit("find", "张")
    person.asks("口令：").types("meadow").sees("共 3 条。").goes()
    assert "meadow" not in person.all

    # A colleague takes over in another window: what is asked here stays with the one who began.
    person = story.field.sit("visit", "new")
    person.asks("接着填").types("").asks("户 *")
    other = story.field.sit("switch", "白老师")
    other.asks("口令").types("forest").sees("您已登录").goes()
    person.types("zsf").asks("口令：")
    # The colleague, meanwhile, is not locked out.
    assert "共 3 条" in story.field("find", "张")
    person.types("meadow").asks("锁定前您输入了“zsf”")
    person.types("").asks("谈到的学生").types("q").sees("已存草稿").goes()

    # The menu is left alone: it shows no list any more, and nobody's names.
    person = story.field.sit(FIELD_LOCK_SECONDS="5")
    person.asks("请选择：").types("m").asks("理由").types("核对").asks("请选择：")
    person.types("f").asks("查谁").types("张").asks("请选择：")
    person.sees_last(CLEARED).asks("请选择：")
    person.types("f").asks("查谁").types("张").asks("口令：").types("meadow").sees("共 3 条。")
    person.asks("请选择：")
    story.screen(person, "menu")
    person.types("q").goes()


def shells(story):
    """Three shells complete commands, options and Chinese names when Tab is pressed."""
    program = pathlib.Path(story.field.program)
    folder = pathlib.Path(story.folder)
    own = {"LC_ALL": "C.UTF-8", "PS1": "> ", "PATH": f"{program.parent}:/usr/bin:/bin", "HOME": str(folder)}
    for shell, *options in [("bash", "--norc", "--noprofile"), ("zsh", "-f"), ("fish", "--no-config")]:
        script = folder / f"field.{shell}"
        script.write_text(story.field("completions", shell))
        begin = "autoload -U compinit; compinit -u -D; " if shell == "zsh" else ""
        person = story.field.sit(*options, program=shell, **own)
        person.types(f"{begin}source {script}; echo rea''dy").sees("ready")
        person.types("field vis\t", end="").shows("field visit")
        person.types("n\t", end="").shows("visit new")
        person.types("--househ\t", end="").shows("--household")
        person.types("\x15", end="").types("echo aga''in").sees("again")
        person.types("field 家\t", end="").shows("field 家访")
        person.types("\x15", end="").types("exit").goes()


STORIES = {story.__name__: story for story in [
    day, handbook, interrupted, long_list, menu_names, other_encoding, shared, shells,
]}


def main(name, program, screens, *more):
    with tempfile.TemporaryDirectory() as folder:
        STORIES[name](Story(name, program, screens, folder, "--update" in more))


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(STORIES))
    else:
        main(*sys.argv[1:])
