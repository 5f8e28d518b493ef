"""The rule, what people see, and the sums: sections 5 and 8.8 of protocol.md."""

import hashlib
import uuid

from wire import contains, key_order, key_text, of_dots, sha256, token, value_text

MOST_SEVERE = {("daily_check", "mood")}
SUBJECTS = {
    "person": "household", "identity": "student", "visit": "household", "decision": "subject",
    "observation": "subject", "daily_check": "student",
}


class Record:
    """The live entries of one record."""

    def __init__(self, record):
        self.record = record
        self.live = {}  # key -> {hash of the write: (write, register)}

    def apply(self, write):
        if any(write.hash in entries for entries in self.live.values()):
            return
        for register in write.registers:
            entries = self.live.setdefault(register.key, {})
            if any(contains(other.context, write.dot) for _, other in entries.values()):
                continue
            for covered in [
                hash for hash, (other, _) in entries.items()
                if contains(register.context, other.dot)
            ]:
                del entries[covered]
            entries[write.hash] = (write, register)
        self.live = {key: entries for key, entries in self.live.items() if entries}

    def writes(self):
        """Hash -> (write, the keys in which it is live)."""
        writes = {}
        for key, entries in self.live.items():
            for hash, (write, _) in entries.items():
                writes.setdefault(hash, (write, []))[1].append(key)
        return writes

    @property
    def type(self):
        writes = self.writes()
        return writes[min(writes)][0].type if writes else ""

    @property
    def version(self):
        return of_dots(write.dot for write, _ in self.writes().values())

    # ---- What people see (5.2 to 5.5) --------------------------------------------------------

    def shown(self, key):
        def latest(entry):
            write, _ = entry
            return (write.stamp, write.dot[0], write.hash)

        def severest(entry):
            kind, content = entry[1].value
            text = value_text(entry[1].value).encode()
            rank = (1, content, b"") if kind == "integer" else (0, 0, text)
            return (rank, latest(entry))

        order = severest if (self.type, key[0]) in MOST_SEVERE else latest
        return max(self.live[key].values(), key=order)[1].value

    def values(self):
        fields = [key for key in self.live if key[1] is None and not key[0].startswith("@")]
        shown = {key[0]: self.shown(key) for key in fields}
        return {name: value for name, value in shown.items() if value[0] != "cleared"}

    def sets(self):
        sets = {}
        for key in sorted(self.live, key=key_order):
            if key[1] is not None and not key[0].startswith("@") and self._is_in(key):
                sets.setdefault(key[0], []).append(key[1])
        return sets

    def _is_in(self, key):
        return any(register.value == ("boolean", True) for _, register in self.live[key].values())

    def conflicts(self):
        found = [
            key for key, entries in self.live.items()
            if key[1] is None and not key[0].startswith("@")
            and len({register.value for _, register in entries.values()}) > 1
        ]
        marks, is_deleted = self._deletion()
        if marks and not is_deleted:
            found.append(("@deleted", None))
        return [key_text(key) for key in sorted(found, key=key_order)]

    @property
    def is_deleted(self):
        return self._deletion()[1]

    def _deletion(self):
        """The live entries that delete, and whether they are all that counts."""
        entries = list(self.live.get(("@deleted", None), {}).values())
        marks = [entry for entry in entries if entry[1].value == ("boolean", True)]
        content = [
            write for write, keys in self.writes().values()
            if any(not key[0].startswith("@") for key in keys)
        ]
        is_read = all(
            any(write.hash == mark.hash or contains(register.context, write.dot)
                for mark, register in marks)
            for write in content)
        return marks, bool(marks) and len(marks) == len(entries) and is_read

    # ---- Buckets (5.7) -----------------------------------------------------------------------

    def own_buckets(self, taken_back=None):
        codes = set()
        for key, entries in self.live.items():
            if key[0] != "@bucket":
                continue
            taken = (taken_back or {}).get((self.record, key[1]), {})
            if any(register.value == ("boolean", True) and not contains(taken, write.dot)
                   for write, register in entries.values()):
                codes.add(key[1])
        return codes

    @property
    def subject(self):
        field = SUBJECTS.get(self.type)
        if field is None or any(key[0] == "@bucket" for key in self.live):
            return None
        value = self.values().get(field)
        try:
            return uuid.UUID(value_text(value)).bytes if value else None
        except ValueError:
            return None

    def described(self):
        return {
            "live": {
                key_text(key): sorted(hash.hex() for hash in entries)
                for key, entries in self.live.items()
            },
            "shown": {name: value_text(value) for name, value in self.values().items()},
            "sets": self.sets(), "conflicts": self.conflicts(), "deleted": self.is_deleted,
            "buckets": sorted(self.own_buckets()), "version": token(self.version),
            "generation": max(write.generation for write, _ in self.writes().values()),
            "type": self.type,
        }


class Store:
    """All records of one peer."""

    def __init__(self):
        self.records = {}
        self.taken_back = {}

    def apply(self, write):
        self.records.setdefault(write.record, Record(write.record)).apply(write)

    def buckets(self, id, depth=0):
        record = self.records.get(id)
        if record is None or depth > 8:
            return set()
        subject = record.subject
        if subject is not None and subject != id:
            return self.buckets(subject, depth + 1)
        return record.own_buckets(self.taken_back)

    def sums(self, without=()):
        """Bucket -> (sum, count)."""
        sums = {}
        for id, record in self.records.items():
            if id in without:
                continue
            mine, items = record_sum(record)
            for bucket in self.buckets(id):
                total, count = sums.get(bucket, (0, 0))
                sums[bucket] = ((total + mine) % (1 << 256), count + items)
        return sums

    def record_sums(self, bucket, without=()):
        """(id, sum, count) of each record of a bucket."""
        found = []
        for id, record in self.records.items():
            if id not in without and bucket in self.buckets(id):
                total, count = record_sum(record)
                found.append((id, total.to_bytes(32, "big"), count))
        return found


def record_sum(record):
    items = [item_hash(write, keys) for write, keys in record.writes().values()]
    return sum(int.from_bytes(item, "big") for item in items) % (1 << 256), len(items)


def item_hash(write, keys):
    parts = b""
    for name, element in sorted(keys, key=key_order):
        parts += name.encode() + b"\0"
        if element is not None:
            parts += b"\1" + element.encode() + b"\0"
    return sha256(b"FieldKit entry 1\0" + write.record + write.hash + parts)


def in_scope(bucket, scopes):
    return bucket == "system" or any(bucket.startswith(prefix) for prefix in scopes)


def fingerprint(sums):
    hasher = hashlib.sha256()
    for code in sorted(sums, key=str.encode):
        total, count = sums[code]
        if total or count:
            hasher.update(
                code.encode() + b"\0" + total.to_bytes(32, "big") + count.to_bytes(8, "big"))
    return hasher.digest()
