"""Checks every vector of Tests/ProtocolTests/Vectors in Python: section 14 of protocol.md.

Prints a line for each file; ends with 1 if any case does not hold.
"""

import json
import sys

from merge import Record, Store, fingerprint, in_scope, item_hash
from ranges import Search, answer
from trust import (
    certificate_record, code_text, device_id, is_signed, public_key, read_certificate, read_code,
    read_county, sign)
from wire import (
    ROOT, Invalid, Write, key_text, pb, read_context, record_text, sha256, token, union,
    write_context)

FOLDER = ROOT / "Tests/ProtocolTests/Vectors"


def expect(is_true, what):
    if not is_true:
        raise AssertionError(what)


def refused(read, *arguments):
    try:
        read(*arguments)
    except Invalid:
        return True
    return False


def unhex(text):
    return bytes.fromhex(text)


def context_json(context):
    return {replica.hex(): [list(run) for run in runs] for replica, runs in context.items()}


def value_json(value):
    kind, content = value
    if kind == "cleared":
        return {"cleared": True}
    if kind == "decimal":
        return {"unscaled": content[0], "scale": content[1]}
    return {kind: content.hex() if isinstance(content, bytes) else content}


def write_json(write):
    message = write.message
    members = {
        "replica": message.replica.hex(), "counter": message.counter, "type": message.type,
        "record": record_text(message.record), "stamp": message.stamp,
        "generation": message.generation, "author": message.author,
        "registers": [
            {
                "key": key_text(register.key), "value": value_json(register.value),
                "context": context_json(register.context),
            }
            for register in write.registers
        ],
    }
    if message.previous:
        members["previous"] = message.previous.hex()
    if message.reissue_of:
        members["reissue_of"] = message.reissue_of.hex()
    if message.group:
        members["group"], members["group_size"] = message.group.hex(), message.group_size
    return members


# ---- One function a file ---------------------------------------------------------------------


def contexts(case):
    encoded = unhex(case["encoded"])

    def read():
        return read_context(pb.Context.FromString(encoded))

    if case.get("refused"):
        return expect(refused(read), "should be refused")
    context = read()
    expect(context_json(context) == case["runs"], "runs")
    expect(write_context(context).SerializeToString() == encoded, "encoded again")
    expect(token(context) == case["token"], "token")


def writes(case):
    body = unhex(case["body"])
    if case.get("refused"):
        return expect(refused(Write, body), "should be refused")
    write, secret = Write(body), unhex(case["secret"])
    expect(write.hash.hex() == case["hash"], "hash")
    expect(sign(secret, "FieldKit write 1", body).hex() == case["signature"], "signature")
    expect(write_json(write) == case["write"], "what it says")


def merges(case):
    if "steps" in case:
        for step in case["steps"]:
            merges(step)
        return
    all = [Write(unhex(body)) for body in case["writes"]]
    for order in case["orders"]:
        record = Record(all[0].record)
        for position in order:
            record.apply(all[position])
        expect(record.described() == case["state"], f"order {order}: {record.described()}")


def sums_json(sums):
    return {
        bucket: {"sum": total.to_bytes(32, "big").hex(), "count": count}
        for bucket, (total, count) in sums.items()
    }


def sums(case):
    store = Store()
    for record in case["records"]:
        for body in record["writes"]:
            store.apply(Write(unhex(body)))
    for record in case["records"]:
        id = Write(unhex(record["writes"][0])).record
        live = store.records[id].writes()
        items = {hash.hex(): item_hash(*entry).hex() for hash, entry in live.items()}
        expect(items == record["items"], "items")
        expect(sorted(store.buckets(id)) == record["buckets"], "buckets")
    expect(sums_json(store.sums()) == case["sums"], "sums")
    expect(fingerprint(store.sums()).hex() == case["fingerprint"], "fingerprint")


def ranges(case):
    mine, theirs = (
        [(unhex(record["id"]), unhex(record["sum"]), record["count"]) for record in case[side]]
        for side in ("client", "server"))
    search = Search(mine)
    for request, reply in zip(case["requests"], case["replies"], strict=True):
        asked = pb.RangesRequest.FromString(unhex(request))
        answered = pb.RangesReply.FromString(unhex(reply))
        expect(asked.version == answered.version == 1, "version")
        expect(list(asked.ranges) == search.next(), "request")
        expect(list(answered.ranges) == answer(theirs, asked.ranges), "reply")
        search.take(answered.ranges)
    expect(search.next() is None, "more is asked")
    found = sorted(search.theirs | search.only_here)
    expect([id.hex() for id in found] == case["different"], "what differs")


def certificates(case):
    encoded, key = unhex(case["encoded"]), unhex(case["county_key"])
    if case.get("refused"):
        return expect(refused(read_certificate, encoded, key), "should be refused")
    certificate = read_certificate(encoded, key)
    said = {
        "device": certificate.device.hex(), "public_key": certificate.public_key.hex(),
        "name": certificate.name, "role": certificate.role, "scopes": list(certificate.scopes),
        "issued": certificate.issued, "expires": certificate.expires,
        "record": record_text(certificate_record(certificate.device)),
    }
    expect(said == {name: case[name] for name in said}, "what it says")


def codes(case):
    if case.get("refused"):
        return expect(refused(read_code, case["text"]), "should be refused")
    secret, authority = read_code(case["text"])
    expect((secret.hex(), authority.hex()) == (case["secret"], case["authority"]), "parts")
    expect(code_text(secret, authority) == case["canonical"], "text")


def signatures(case):
    secret, rest = unhex(case["secret"]), unhex(case["rest"])
    key = public_key(secret)
    expect(key.hex() == case["public_key"], "public key")
    expect(device_id(key).hex() == case["device"], "device")
    expect(sign(secret, case["domain"], rest).hex() == case["signature"], "signature")


def reissues(case):
    """Section 5.9, from the branches alone."""
    branches = [[Write(unhex(body)) for body in branch] for branch in case["branches"]]
    lines = {
        write.hash: write for branch in branches for write in branch
        if write.dot[1] >= case["forked_from"]
    }
    county, new_dots, made = device_id(public_key(unhex(case["county_secret"]))), {}, []
    for line in sorted(lines.values(), key=lambda line: (line.dot[1], line.hash)):
        contexts = []
        for register in line.registers:
            context = union(register.context, {line.dot[0]: [(line.dot[1], line.dot[1])]})
            before = lines.get(line.message.previous)
            while before:
                is_read = any(low <= before.dot[1] <= high
                              for low, high in register.context.get(before.dot[0], []))
                if is_read and before.register(register.key):
                    context = union(context, {new_dots[before.hash]: [(1, 1)]})
                before = lines.get(before.message.previous)
            contexts.append(context)
        encoded = b"".join(write_context(context).SerializeToString() for context in contexts)
        replica = county + sha256(b"FieldKit reissue 1\0" + line.hash + encoded)[:8]
        new_dots[line.hash] = replica
        said = write_json(line)
        said.update(replica=replica.hex(), counter=1, reissue_of=line.hash.hex())
        said.pop("previous", None)
        for register, context in zip(said["registers"], contexts):
            register["context"] = context_json(context)
        made.append(said)
    expect(made == [line["write"] for line in case["reissued"]], "what is issued again")
    record = Record(branches[0][0].record)
    for write in [*(Write(unhex(line["body"])) for line in case["reissued"]), *lines.values()]:
        record.apply(write)
    live = sorted(entry[1].value[1] for entry in record.live[("note", None)].values())
    expect(live == case["shown_live"], "live")


def exchange(case):
    """What a client must hold after both syncs, from the calls alone."""
    county = read_county(unhex(case["county"]))
    store, own, keys, sealed, page = Store(), {}, {}, {}, None
    calls = [(call["call"], unhex(call["request"]), unhex(call["reply"]))
             for call in case["first"]]
    device = None
    for name, request, reply in calls:
        if name == "hello":
            signed = pb.SignedHello.FromString(request)
            device = pb.Hello.FromString(signed.body).device
        if name == "push":
            for message in pb.PushRequest.FromString(request).writes:
                write = Write(message.body, message.signature)
                own[write.dot] = write
                store.apply(write)
            seals = pb.PushReply.FromString(reply).seals
            for seal in seals:
                expect(is_signed(county.public_key, "FieldKit seal 1", seal.body, seal.signature),
                       "seal")
                for run in pb.Seal.FromString(seal.body).runs:
                    sealed[run.high] = run
        if name == "pull":
            page = pb.PullReply.FromString(reply)
            for record in page.records:
                for message in record.writes:
                    write = Write(message.body, message.signature)
                    store.apply(write)
                    _note_certificate(write, county, keys)
                    author = keys[write.dot[0][:8]]
                    expect(is_signed(author, "FieldKit write 1", message.body,
                                     message.signature), "a write's signature")
    for write in own.values():
        expect(is_signed(keys[device], "FieldKit write 1", write.body, write.signature), "own")
    hello = pb.SignedHello.FromString(calls[0][1])
    expect(is_signed(keys[device], "FieldKit hello 1", county.device + hello.body,
                     hello.signature), "hello")
    sums = {bucket: sum for bucket, sum in store.sums().items()
            if in_scope(bucket, case["scopes"])}
    expect(sums_json(sums) == case["sums"], "sums")
    expect(fingerprint(sums).hex() == case["fingerprint"], "fingerprint")
    expect(fingerprint(sums) == page.fingerprint, "the server's fingerprint")
    last = max(counter for _, counter in own)
    is_sealed = any(run.low == 1 and counter == last and run.hash in {w.hash for w in own.values()}
                    for counter, run in sealed.items())
    expect(is_sealed == case["sealed"], "sealed")
    second = pb.HelloReply.FromString(unhex(case["second"][0]["reply"]))
    expect(second.same and not second.token and len(case["second"]) == 1, "same")


def _note_certificate(write, county, keys):
    keys.setdefault(county.device, county.public_key)
    register = write.register(("certificate", None)) if write.type == "device" else None
    if register:
        certificate = read_certificate(register.value[1], county.public_key)
        expect(certificate_record(certificate.device) == write.record, "a device's record")
        keys[certificate.device] = certificate.public_key


FILES = {
    "contexts.json": contexts, "writes.json": writes, "merges.json": merges, "sums.json": sums,
    "ranges.json": ranges,
    "certificates.json": certificates, "codes.json": codes, "signatures.json": signatures,
    "reissues.json": reissues, "exchange.json": exchange,
}


def main():
    files = sorted(path.name for path in FOLDER.glob("*.json"))
    expect(files == sorted(FILES), f"the files are {files}")
    failures = 0
    for name, check in FILES.items():
        cases = json.loads((FOLDER / name).read_text("utf-8"))["cases"]
        expect(cases, f"{name} is empty")
        for index, case in enumerate(cases):
            try:
                check(case)
            except Exception as problem:
                failures += 1
                what = case.get("name", "")
                print(f"{name} case {index} {what}: {type(problem).__name__}: {problem}")
        print(f"{name}: {len(cases)} cases")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
