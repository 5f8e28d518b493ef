"""A person at a terminal: a pseudo-terminal, what it shows, and keys that are typed.

Nothing sleeps: whoever waits, waits for words.
"""

import codecs
import os
import re
import signal
import subprocess

import pexpect
import pyte
from wcwidth import wcwidth

SECONDS = 60


class Field:
    """A laptop's folder, for commands that nobody watches.

    It sees the time of a `clock`, if it has one; one that `is_local` has a replica of its own already.
    """

    def __init__(self, program, folder, clock=None, is_local=True):
        self.program = program
        self.home = os.path.join(folder, "home")
        self.clock = clock
        if is_local:
            self("init", "--local")

    def environment(self, **more):
        own = {"FIELD_HOME": self.home, "LANG": "zh_CN.UTF-8", "USER": "teacher",
               "TERM": "xterm", "HOME": self.home, "PATH": "/usr/bin:/bin"}
        return own | (self.clock.environment() if self.clock else {}) | more

    def __call__(self, *arguments, text=""):
        done = subprocess.run([self.program, *arguments], env=self.environment(), check=True,
                              input=text.encode(), stdout=subprocess.PIPE)
        return done.stdout.decode()

    def put(self, *arguments):
        return re.search(r'"id":"([^"]*)"', self("put", *arguments, "--json")).group(1)

    def sit(self, *arguments, **how):
        return Person(self, arguments, **how)

    def shell(self, folder, **how):
        """Somebody at the prompt of a shell, which finds `field`, and stands in a folder."""
        place = os.path.dirname(self.program)
        return self.sit("--norc", "--noprofile", program="/bin/bash", folder=folder, PS1="$ ", INPUTRC="/dev/null",
                        HISTFILE="", LC_CTYPE="C.UTF-8", PATH=f"{place}:/usr/bin:/bin", **how).ends()


class Person:
    """Somebody at a terminal in which one command runs."""

    def __init__(self, field, arguments, rows=30, columns=80, encoding="utf-8", program=None,
                 folder=None, **environment):
        self.encoding = encoding
        self.decoder = codecs.getincrementaldecoder(encoding)("replace")
        self.screen = pyte.HistoryScreen(columns, rows, history=10_000)
        self.stream = pyte.Stream(self.screen)
        self.heard = ""
        self.all = ""
        self.child = pexpect.spawn(
            program or field.program, list(arguments), env=field.environment(**environment),
            cwd=folder, dimensions=(rows, columns), timeout=SECONDS, preexec_fn=hears_signals)
        self.child.delaybeforesend = None

    def _hear(self):
        text = self.decoder.decode(self.child.read_nonblocking(65_536, SECONDS))
        self.heard += text
        self.all += text
        self.stream.feed(text)

    def _waits(self, words):
        try:
            self._hear()
        except (pexpect.TIMEOUT, pexpect.EOF) as end:
            raise AssertionError(f"never saw {words!r}\n{self.picture()}") from end

    def sees(self, words):
        """Waits until words were shown since the last key."""
        while words not in self.heard:
            self._waits(words)
        return self

    def sees_last(self, words):
        """Waits until words were shown, and takes what was shown before them for seen."""
        self.sees(words)
        self.heard = self.heard.rpartition(words)[2]
        return self

    def shows(self, words):
        """Waits until words stand on the screen, in however many pieces they came."""
        while not any(words in line for line in self.screen.display):
            self._waits(words)
        return self

    def asks(self, words):
        """Waits until the program asks something, with these words in or above the question."""
        while words not in self.heard or not re.search(QUESTION, self.heard):
            self._waits(words)
        return self

    def ends(self):
        """Waits until the shell asks for a command."""
        while not self.heard.endswith("$ "):
            self._waits("$ ")
        return self

    def types(self, line, end="\r"):
        """Types a line, and Enter."""
        self.heard = ""
        self.child.send((line + end).encode(self.encoding))
        return self

    def types_bytes(self, line):
        """Types bytes as they are, and Enter."""
        self.heard = ""
        self.child.send(line + b"\r")
        return self

    def presses_control_c(self):
        self.heard = ""
        self.child.sendintr()
        return self.goes()

    def closes_the_lid(self):
        """The terminal is gone: its program is hung up."""
        self.child.kill(signal.SIGHUP)
        return self.goes()

    def resizes(self, rows, columns):
        self.child.setwinsize(rows, columns)
        self.screen.resize(rows, columns)
        return self

    def goes(self):
        """Waits until the program has ended."""
        while True:
            try:
                self._hear()
            except pexpect.EOF:
                break
        self.child.close()
        return self

    def lines(self):
        """What stands on the screen."""
        # Of a wide character over whose first half something was written the other half is blank, as on any
        # terminal; pyte leaves it empty, and fails on it.
        for row in range(self.screen.lines):
            cells = self.screen.buffer[row]
            for column in range(self.screen.columns):
                is_half = column > 0 and wcwidth(cells[column - 1].data[:1] or " ") == 2
                if not cells[column].data and not is_half:
                    cells[column] = cells[column]._replace(data=" ")
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip("\n").split("\n")

    def picture(self):
        """What stands on the screen, with what differs from run to run blotted out."""
        text = "\n".join(self.lines()) + "\n"
        for pattern, sign in BLOTS:
            text = re.sub(pattern, lambda found: sign * len(found.group()), text)
        return text


def hears_signals():
    """Whoever started the tests may not have heard Control-C; a person's program does."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


# How every question ends; nothing is written behind it.
QUESTION = r"(：|: |〔1〕|\] )$"

BLOTS = [
    (r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "x"),
    (r"\b\d{4}-\d\d-\d\d\b", "d"),
    (r"\b\d\d:\d\d(?= 开始填)", "t"),
    (r"(?<=编号 )[0-9a-f]{6}\b", "x"),
    (r"(?<=走访：)[0-9a-f]{6}\b", "x"),
    (r"(?m)(?<=^  )[0-9a-f]{6}\b", "x"),
    (r"(?m)^[0-9a-f]{6}\b", "x"),
]
