"""Bytes to meaning and back: sections 3 and 4 of protocol.md."""

import base64
import hashlib
import importlib
import pathlib
import subprocess
import sys
import tempfile
import unicodedata
import uuid

ROOT = pathlib.Path(__file__).resolve().parents[2]
COUNTER_END = 1 << 62
LIMITS = {
    "write": 262_144, "registers": 1_024, "value": 65_536, "name": 128, "element": 1_024,
    "bucket": 32, "author": 128, "runs": 4_096, "group": 256,
}


def _schema():
    """The messages, made from the schema at run time: nothing generated is kept."""
    source = ROOT / "Sources/FieldKit/Wire"
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["protoc", f"-I{source}", f"--python_out={folder}", "fieldkit.proto"], check=True)
        sys.path.insert(0, folder)
        try:
            return importlib.import_module("fieldkit_pb2")
        finally:
            sys.path.remove(folder)


pb = _schema()


class Invalid(Exception):
    """What a receiver keeps aside with `write_invalid`, or refuses."""


def sha256(data):
    return hashlib.sha256(data).digest()


def need(condition, what):
    if not condition:
        raise Invalid(what)


def record_text(record):
    return str(uuid.UUID(bytes=record))


# ---- Contexts (4.4) --------------------------------------------------------------------------


def read_context(message):
    """A `Context` as replica -> [(low, high)]."""
    context, count = {}, 0
    for entry in message.entries:
        runs = list(entry.runs)
        need(len(entry.replica) == 16 and entry.replica not in context, "replica")
        need(runs and len(runs) % 2 == 0, "runs")
        count += len(runs) // 2
        need(count <= LIMITS["runs"], "too many runs")
        last, pairs = 0, []
        for gap, length in zip(runs[::2], runs[1::2]):
            need(gap >= (2 if pairs else 1), "a run that touches")
            low, high = last + gap, last + gap + length
            need(max(gap, length, high) < COUNTER_END, "a counter")
            pairs.append((low, high))
            last = high
        context[entry.replica] = pairs
    return context


def write_context(context):
    message = pb.Context()
    for replica in sorted(context):
        last, runs = 0, []
        for low, high in context[replica]:
            runs += [low - last, high - low]
            last = high
        message.entries.add(replica=replica, runs=runs)
    return message


def contains(context, dot):
    return any(low <= dot[1] <= high for low, high in context.get(dot[0], []))


def union(*contexts):
    joined = {}
    for replica in {replica for context in contexts for replica in context}:
        runs = sorted(run for context in contexts for run in context.get(replica, []))
        merged = [runs[0]]
        for low, high in runs[1:]:
            if low <= merged[-1][1] + 1:
                merged[-1] = (merged[-1][0], max(high, merged[-1][1]))
            else:
                merged.append((low, high))
        joined[replica] = merged
    return joined


def of_dots(dots):
    return union(*({replica: [(counter, counter)]} for replica, counter in dots))


def token(context):
    data = write_context(context).SerializeToString()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


# ---- Values (4.3) ----------------------------------------------------------------------------


def read_value(register):
    """Kind and content; two values are equal if these are."""
    if not register.HasField("value"):
        return ("cleared", None)
    value = register.value
    kind = value.WhichOneof("kind")
    if kind is None:
        content, size = value.SerializeToString(), value.ByteSize()
        kind = "unknown"
    elif kind == "decimal":
        need(value.decimal.scale <= 9, "scale")
        content, size = (value.decimal.unscaled, value.decimal.scale), 0
    else:
        content = getattr(value, kind)
        size = len(content.encode()) if isinstance(content, str) else (
            len(content) if isinstance(content, bytes) else 0)
    need(size <= LIMITS["value"], "value")
    return (kind, content)


def value_text(value):
    kind, content = value
    if kind == "cleared":
        return ""
    if kind == "boolean":
        return "true" if content else "false"
    if kind == "data":
        return base64.b64encode(content).decode()
    if kind == "unknown":
        return "?" + content.hex()
    if kind == "decimal":
        unscaled, scale = content
        digits = str(abs(unscaled)).rjust(scale + 1, "0")
        point = digits if scale == 0 else f"{digits[:-scale]}.{digits[-scale:]}"
        return ("-" if unscaled < 0 else "") + point
    return str(content)


# ---- Writes (4.2) ----------------------------------------------------------------------------


class Register:
    def __init__(self, key, value, context):
        self.key, self.value, self.context = key, value, context


class Write:
    """A body, and what it says."""

    def __init__(self, body, signature=b""):
        need(len(body) <= LIMITS["write"], "too large")
        self.body, self.signature, self.hash = body, signature, sha256(body)
        try:
            message = pb.Write.FromString(body)
        except Exception as problem:
            raise Invalid("not readable") from problem
        self.message = message
        self.dot = (message.replica, message.counter)
        self.record, self.type = message.record, message.type
        self.stamp, self.generation = message.stamp, message.generation
        self._check(message)
        contexts = [read_context(context) for context in message.contexts]
        self.registers = [self._register(register, contexts) for register in message.registers]
        keys = [register.key for register in self.registers]
        need(len(set(keys)) == len(keys), "a register twice")

    @staticmethod
    def _check(message):
        need(len(message.replica) == 16 and len(message.record) == 16, "ids")
        need(0 < message.counter < COUNTER_END, "counter")
        need(len(message.previous) == (32 if message.counter > 1 else 0), "previous")
        need(is_name(message.type), "type")
        need(message.generation < COUNTER_END, "generation")
        need(len(message.author.encode()) <= LIMITS["author"], "author")
        need(len(message.reissue_of) in (0, 32), "reissue")
        if message.group:
            need(len(message.group) == 16, "group")
            need(2 <= message.group_size <= LIMITS["group"], "group size")
        need(1 <= len(message.registers) <= LIMITS["registers"], "registers")

    @staticmethod
    def _register(register, contexts):
        need(is_name(register.name), "name")
        need(register.context <= len(contexts), "context")
        element = register.element if register.HasField("element") else None
        if element is not None:
            need(len(element.encode()) <= LIMITS["element"] and "\0" not in element, "element")
        if register.name == "@bucket":
            need(is_code(element or ""), "bucket")
        context = contexts[register.context - 1] if register.context else {}
        return Register((register.name, element), read_value(register), context)

    def register(self, key):
        return next((register for register in self.registers if register.key == key), None)


def is_name(name):
    size = len(name.encode())
    return 0 < size <= LIMITS["name"] and "\0" not in name and (
        unicodedata.normalize("NFC", name) == name)


def is_code(code):
    return 0 < len(code) <= LIMITS["bucket"] and code.isascii() and code.isalnum()


def key_order(key):
    """By name, the field before its elements, these by their bytes."""
    name, element = key
    return (name.encode(), element is not None, (element or "").encode())


def key_text(key):
    name, element = key
    return name if element is None else f"{name}[{element}]"
