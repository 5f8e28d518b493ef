"""The search for the records of a bucket that differ: section 8.13 of protocol.md.

A record is (id, sum as 32 bytes, count); a bound is an id of 16 bytes, or END.
"""

import hashlib

from wire import Invalid, pb

VERSION = 1
PARTS_MAX, LISTED_MAX, RANGES_MAX, REQUESTS_MAX = 16, 32, 8_192, 1_000
LOWEST = bytes(16)
# Greater than every id, because it is longer.
END = b"\xff" * 17


def digest_of(records):
    total = sum(int.from_bytes(sum_, "big") for _, sum_, _ in records) % (1 << 256)
    count = sum(count for _, _, count in records)
    return hashlib.sha256(
        b"FieldKit range 1\0" + total.to_bytes(32, "big") + count.to_bytes(8, "big")).digest()[:16]


def bound_bytes(bound):
    return b"" if bound == END else bound.rstrip(b"\0")


def read_bound(encoded):
    if len(encoded) > 16:
        raise Invalid("the end of a range")
    return encoded.ljust(16, b"\0") if encoded else END


def read_ranges(ranges):
    """(low, end, kind, content) of each."""
    low, read = LOWEST, []
    for message in ranges:
        end = read_bound(message.end)
        if end <= low:
            raise Invalid("ranges that do not ascend")
        kind = message.WhichOneof("content")
        content = getattr(message, kind) if kind else None
        if kind == "digest" and len(content) != 16:
            raise Invalid("the digest of a range")
        read.append((low, end, kind, content))
        low = end
    return read


def append(ranges, end, **content):
    """Adds a range; those with nothing are drawn together."""
    if not content and ranges and ranges[-1].WhichOneof("content") is None:
        ranges.pop()
    ranges.append(pb.IdRange(end=bound_bytes(end), **content))


def within(records, low, end):
    return [record for record in records if low <= record[0] < end]


def cut(records, low, end):
    inside = within(records, low, end)
    parts = max(1, min(PARTS_MAX, len(inside)))
    for part in range(1, parts + 1):
        bound = end
        if part < parts:
            position = len(inside) * part // parts
            last, following = inside[position - 1][0], inside[position][0]
            common = next(i for i in range(16) if last[i] != following[i])
            bound = following[:common + 1].ljust(16, b"\0")
        yield low, bound
        low = bound


def answer(records, ranges):
    """What a server with these records, ascending, answers."""
    if len(ranges) > RANGES_MAX:
        raise Invalid("too many ranges")
    reply = []
    for low, end, kind, content in read_ranges(ranges):
        inside = within(records, low, end)
        if kind == "listed":
            raise Invalid("a list in a request")
        if kind is None or digest_of(inside) == content:
            append(reply, end)
        elif len(inside) <= LISTED_MAX:
            append(reply, end, listed=b"".join(
                record[0] + digest_of([record]) for record in inside))
        else:
            for part in cut(records, low, end):
                append(reply, part[1], digest=digest_of(within(records, *part)))
    return reply


def questions(records, low, end):
    if len(within(records, low, end)) > LISTED_MAX:
        return list(cut(records, low, end))
    return [(low, end)]


class Search:
    """The asking side: `next` makes a request, `take` reads its reply."""

    def __init__(self, records):
        self.records = sorted(records)
        self.open = questions(self.records, LOWEST, END)
        self.asked, self.requests = [], 0
        self.theirs, self.only_here = set(), set()

    def next(self):
        if not self.open:
            return None
        self.requests += 1
        self.asked = self.open[:RANGES_MAX // 2]
        ranges, low = [], LOWEST
        for span in self.asked:
            if low < span[0]:
                append(ranges, span[0])
            append(ranges, span[1], digest=digest_of(within(self.records, *span)))
            low = span[1]
        return ranges

    def take(self, reply):
        spans = read_ranges(reply)
        if not spans or spans[-1][1] > self.asked[-1][1]:
            raise Invalid("a reply to ranges")
        found = []
        for low, end, kind, content in spans:
            if kind == "digest" and digest_of(within(self.records, low, end)) != content:
                found += questions(self.records, low, end)
            elif kind == "listed":
                self._compare(content, low, end)
        answered = spans[-1][1]
        rest = [(max(low, answered), end) for low, end in self.open if end > answered]
        self.open = found + rest

    def _compare(self, listed, low, end):
        mine = {record[0]: digest_of([record]) for record in within(self.records, low, end)}
        ids = [listed[at:at + 16] for at in range(0, len(listed), 32)]
        if len(listed) % 32 or ids != sorted(set(ids)) or not all(low <= id < end for id in ids):
            raise Invalid("a reply to ranges")
        for at, id in zip(range(16, len(listed), 32), ids):
            if mine.pop(id, None) != listed[at:at + 16]:
                self.theirs.add(id)
        self.only_here |= set(mine)
