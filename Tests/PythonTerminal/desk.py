"""A teacher's desk: a shell at which commands are typed, and pieces of its screen that are kept."""

import hashlib
import re

# What differs from run to run and is read by people: each gets a stand-in of the same kind, the same one
# wherever it stands.
IDS = r"\b(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{16}|(?!610326\b)[0-9a-f]{6})\b"
SERVER = "sync.example:8443"


class Desk:
    """One laptop, one person, one shell; a minute passes with each command."""

    def __init__(self, story, field, clock, county, passphrase, rows=60):
        self.story, self.field, self.clock, self.county = story, field, clock, county
        self.passphrase = passphrase
        self.person = field.shell(story.folder, rows=rows)
        self.known = {}

    def types(self, line):
        """Types a command, and goes on at once: it will ask something."""
        self.clock.passes()
        return self.person.types(line)

    def runs(self, line):
        """Types a command, and waits for its end."""
        self.types(line).ends()

    def at(self, moment):
        """Comes back at some time, and opens the lock."""
        self.clock.at(moment)
        self.person.types("field 台账").asks("口令：").types(self.passphrase).ends()

    def read(self, pattern):
        """What a pattern's group finds in the answer to the last command."""
        return re.search(pattern, self.person.heard).group(1)

    def keeps(self, name, since=None, rows=None):
        """Keeps what stands on the screen from the last command on, or from the last line with some words.

        Of what is long only the first `rows`.
        """
        lines = self.person.lines()
        if lines[-1] == "$":
            lines.pop()
        begin = max(number for number, line in enumerate(lines)
                    if (since in line if since else line.startswith("$ field")))
        text = "\n".join(lines[begin:][:rows]).strip("\n") + "\n"
        self.story.keep(name, self.stood_in(text))

    def stood_in(self, text):
        text = text.replace(self.county.url.removeprefix("https://"), SERVER)
        text = re.sub(r"(磁盘还有) \d+ MB", r"\1 48000 MB", text)
        text = re.sub(r"临-\d{4}-", "临-0427-", text)
        for code in self.county.codes:
            text = text.replace(code, self.county.stand_in(code))
        return re.sub(IDS, lambda found: self.stand_in(found.group()), text)

    def stand_in(self, number):
        """Invented, and the same one for the end of a number as stands in the whole."""
        end = number[-6:]
        new = self.known.setdefault(end, hashlib.sha256(b"%d" % len(self.known)).hexdigest()[:6])
        return ("01a20f00-0000-7000-8000-000000" if len(number) > 16 else "6f1d3a52c8" * (len(number) > 6)) + new
