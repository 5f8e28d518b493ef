#!/usr/bin/env python3
"""Makes the dictionary with which the store packs bodies of writes, as Swift source:

    Scripts/make-body-dictionary.py > Sources/FieldKit/Store/BodyDictionary1.swift

A dictionary that was released never changes: a new one gets a new number and a new file, see
docs/decisions/0009-packed-bodies.md. It is made from the names in PolicyTable+County.swift and from
invented bodies, all drawn from one seed, by Debian's libzstd. No byte of it was ever anybody's.
"""
import base64
import ctypes
import random
import re
import sys
from pathlib import Path

NUMBER = 1
SEED = 20261126
SAMPLES = 6000
LEVEL = 3

table = Path(__file__).parent.parent / "Sources/FieldKit/Model/PolicyTable+County.swift"
chance = random.Random(SEED)

# ---- The shape of a body: fieldkit.proto ------------------------------------------------------


def varint(number):
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, data):
    """A field of bytes, text or a message within it."""
    return varint(number << 3 | 2) + varint(len(data)) + data


def count(number, value):
    """A field of a whole number."""
    return varint(number << 3) + varint(value)


def register(name, value, element=None, context=0):
    out = field(1, name.encode())
    if element is not None:
        out += field(2, element.encode())
    out += field(3, value)
    if context:
        out += count(4, context)
    return field(12, out)


# ---- Values as people write them, all invented -------------------------------------------------

FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "小明华军丽芳伟静强磊洋艳勇杰娟涛超秀霞平刚桂英文辉玲"
SENTENCES = ["入户走访", "家长外出务工", "由祖父母照看", "身体健康", "已告知资助政策", "下周再去", "无异常"]
CODES = {
    "sex": ["1", "2"],
    "nation": ["01", "汉族", "回族"],
    "stage": ["小学", "初中", "幼儿园", "高中"],
    "boarding": ["走读", "住校"],
    "left_behind": ["是", "否", "双亲外出", "单亲外出"],
    "enrolment_status": ["在读", "辍学", "休学", "转学"],
    "residence_status": ["在家", "外出", "空户", "常住"],
    "relation": ["户主", "配偶", "子女", "父亲", "母亲", "祖父", "祖母"],
    "groups": ["残疾", "留守儿童", "孤儿", "随迁子女"],
    "tags": ["脱贫户", "低保户", "监测户", "一般农户"],
    "purposes": ["控辍保学", "资助", "宣传", "回访"],
    "document_kind": ["1", "居民身份证"],
    "kind": ["入户", "电话", "完全小学", "初级中学"],
    "semester": ["2026-2027-1", "2026-2027-2"],
    "status": ["open", "confirmed"],
}


def digits(many):
    return "".join(chance.choice("0123456789") for _ in range(many))


def identifier():
    hexadecimal = "01a2" + "".join(chance.choice("0123456789abcdef") for _ in range(28))
    return "-".join(hexadecimal[a:b] for a, b in [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)])


def text(name):
    if name in CODES:
        return chance.choice(CODES[name])
    if name in ("name", "head_name", "guardian", "visitors"):
        return chance.choice(FAMILY) + "".join(
            chance.choice(GIVEN) for _ in range(chance.randint(1, 2))
        )
    if "phone" in name:
        return "1" + digits(10)
    if name in ("grade", "class", "village_group"):
        return str(chance.randint(1, 9))
    if name in ("note", "address", "reason", "value", "seen_value"):
        return "，".join(chance.sample(SENTENCES, chance.randint(1, 3))) + "。"
    if name in ("village", "code", "villages"):
        return "6103" + digits(8)
    if name == "entry_month":
        return "202" + digits(1) + "-09"
    if name in ("national_number", "student_number", "external_number"):
        return "610326" + digits(12)
    return digits(chance.randint(4, 10))


def value(name, kind):
    if kind == "date":
        return field(5, f"20{chance.randint(10, 26)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}".encode())
    if kind == "boolean":
        return count(3, chance.randint(0, 1))
    if kind == "integer":
        return count(2, chance.randint(0, 9))
    if kind == "record":
        return field(1, identifier().encode())
    if kind == "data":
        return field(4, chance.randbytes(200))
    return field(1, text(name).encode())


YES = count(3, 1)


def types():
    found = []
    for line in re.findall(
        r'TypePolicy\(\s*"(\w+)"|FieldPolicy\(\s*"(\w+)"(?:[^()]*?kind: \.(\w+))?', table.read_text()
    ):
        if line[0]:
            found.append((line[0], []))
        else:
            found[-1][1].append((line[1], line[2] or "text"))
    return found


def registers(fields, context=0):
    out = []
    for name, kind in sorted(fields):
        if kind == "set":
            out.append(register(name, YES, element=text(name), context=context))
        else:
            out.append(register(name, value(name, kind), context=context))
    return b"".join(out)


def buckets():
    places = ["21990" + digits(5), "6103" + digits(8)]
    chosen = places[: chance.randint(1, 2)] if chance.random() < 0.5 else places[1:]
    return b"".join(register("@bucket", YES, element=code) for code in sorted(chosen))


REPLICAS = [chance.randbytes(16) for _ in range(40)]


def body(name, fields):
    replica, counter = chance.choice(REPLICAS), chance.randint(2, 30000)
    is_new = chance.random() < 0.7
    # The ids of replica and record are left out of what is packed, see BodyPacking.swift.
    head = b"\x0a\x10" + count(2, counter) + field(3, chance.randbytes(32))
    head += field(4, name.encode()) + b"\x2a\x10"
    out = bytes([len(head) + 16]) + head
    out += count(6, 2 * (1795700000000 + chance.randrange(40_000_000_000)))
    out += count(7, 1 if is_new else chance.randint(2, 9))
    out += field(8, chance.choice(["roster", "Teacher An", "王老师", "李老师"]).encode())
    if chance.random() < 0.5:
        out += field(9, chance.randbytes(16)) + count(10, chance.choice([2, 3, 256]))
    if is_new:
        part = [entry for entry in fields if chance.random() < 0.8] or fields
        return out + (buckets() if chance.random() < 0.8 else b"") + registers(part)
    run = varint(chance.randint(1, counter)) + varint(0)
    out += field(11, field(1, field(1, chance.choice(REPLICAS)) + field(2, run)))
    return out + registers(chance.sample(fields, chance.randint(1, min(3, len(fields)))), context=1)


# ---- The dictionary ------------------------------------------------------------------------------


def content():
    """What most bodies have in common; the nearest to the end is found with the fewest bits."""
    parts = []
    order = ["demo_mark", "device", "division", "school", "teacher", "observation", "decision"]
    order += ["daily_check", "identity", "person", "visit", "household", "student"]
    known = dict(types())
    assert sorted(order) == sorted(known), "a type is missing in the order"
    for name in order:
        codes = b"".join(
            field(1, code.encode()) for key, _ in known[name] for code in CODES.get(key, [])
        )
        parts.append(codes + field(4, name.encode()) + b"\x2a\x10\x30")
        parts.append(registers(known[name]))
    parts.append(count(7, 2) + field(8, b"Teacher An"))
    parts.append(b"\x20\x01" + b"\x5a\x18\x0a\x16\x0a\x10")
    parts.append(count(7, 1) + field(8, b"roster") + b"\x4a\x10")
    parts.append(b"\x50\x80\x02" + register("@bucket", YES, element="2199000001"))
    parts.append(register("@bucket", YES, element="610326101901"))
    return b"".join(parts)


def finished(content, samples):
    """The content with tables of how often which byte and which length comes."""
    library = ctypes.CDLL("libzstd.so.1")
    library.ZDICT_finalizeDictionary.restype = ctypes.c_size_t

    class Parameters(ctypes.Structure):
        _fields_ = [("level", ctypes.c_int), ("words", ctypes.c_uint), ("id", ctypes.c_uint)]

    room = ctypes.create_string_buffer(len(content) + 2048)
    sizes = (ctypes.c_size_t * len(samples))(*map(len, samples))
    size = library.ZDICT_finalizeDictionary(
        room, ctypes.c_size_t(len(room)), content, ctypes.c_size_t(len(content)),
        b"".join(samples), sizes, ctypes.c_uint(len(samples)), Parameters(LEVEL, 0, NUMBER),
    )
    assert size <= len(room), "zstd did not make a dictionary"
    return room.raw[:size]


def samples():
    known = [entry for entry in types() if entry[0] != "demo_mark"]
    weights = [20 if name in ("student", "household", "visit", "person") else 3 for name, _ in known]
    chosen = chance.choices(known, weights, k=SAMPLES)
    return [body(name, fields) for name, fields in chosen]


def swift(dictionary):
    lines = base64.b64encode(dictionary).decode()
    lines = [lines[start:start + 88] for start in range(0, len(lines), 88)]
    body = "\n".join("        " + line + "\\" for line in lines)
    return f'''/// Dictionary {NUMBER} of packed bodies, in base64: names of the county's fields, and how a body begins.
///
/// Made by `Scripts/make-body-dictionary.py`. Never changed: files are packed with it.
enum BodyDictionary{NUMBER} {{
    static let base64 = """
{body}

        """
}}
'''


if __name__ == "__main__":
    dictionary = finished(content(), samples())
    if sys.argv[1:] == ["--binary"]:
        sys.stdout.buffer.write(dictionary)
    else:
        sys.stdout.write(swift(dictionary))
