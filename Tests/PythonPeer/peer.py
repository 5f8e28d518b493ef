"""A small laptop, written from protocol.md alone.

    peer.py --url https://127.0.0.1:8443 --code CODE --out FILE [--state FILE] [--bucket CODE]

The first run enrols, makes a household and a student with a note, and syncs; a later one, with the
same state file, syncs again. Prints what it holds then, as JSON.
"""

import argparse
import gzip
import json
import pathlib
import secrets
import ssl
import sys
import time

import urllib3
import zstandard

from merge import Store, fingerprint, in_scope
from ranges import Search
from trust import (
    certificate_record, device_id, is_signed, public_key, read_certificate, read_code,
    read_county, sign)
from wire import Invalid, Write, need, pb, read_context, record_text, sha256, union

VERSION = 1


class Refused(Exception):
    """A problem that the server answered with."""


def now():
    return time.time_ns() // 1_000_000


class Line:
    """HTTP to one server, pinned to the county's authority (section 6)."""

    def __init__(self, url, authority):
        self.url, self.token = url.rstrip("/"), None
        self.pool = urllib3.PoolManager(
            ssl_context=ssl.create_default_context(cadata=authority), retries=False)

    @staticmethod
    def authority(url):
        """The county's CA certificate, from a server that nobody vouches for yet."""
        urllib3.disable_warnings()
        pool = urllib3.PoolManager(cert_reqs="CERT_NONE", retries=False)
        reply = pool.request("GET", url.rstrip("/") + "/v1/authority")
        need(reply.status == 200, "no authority")
        return reply.data.decode()

    def post(self, name, message, answer):
        body = message.SerializeToString()
        headers = {
            "content-type": "application/x-protobuf", "fieldkit-version": str(VERSION),
            "accept-encoding": "zstd, gzip", "accept-language": "en",
        }
        if self.token:
            headers["fieldkit-session"] = self.token.hex()
        if len(body) >= 200:
            body = zstandard.compress(body)
            headers["content-encoding"] = "zstd"
        reply = self.pool.request(
            "POST", f"{self.url}/v1/{name}", body=body, headers=headers, decode_content=False)
        data = self._unpacked(reply)
        if reply.status != 200:
            raise Refused(pb.ProblemReply.FromString(data).code)
        need(reply.headers["content-type"] == "application/x-protobuf", "content type")
        return answer.FromString(data)

    @staticmethod
    def _unpacked(reply):
        encoding = reply.headers.get("content-encoding")
        if encoding == "zstd":
            reader = zstandard.ZstdDecompressor(max_window_size=1 << 23)
            return reader.decompressobj().decompress(reply.data)
        return gzip.decompress(reply.data) if encoding == "gzip" else reply.data


class Laptop:
    """What one laptop keeps; a JSON file holds all of it."""

    def __init__(self, file):
        self.file, self.store = pathlib.Path(file), Store()
        self.kept = json.loads(self.file.read_text()) if self.file.exists() else {}
        for body, signature in self.kept.get("writes", []):
            self.store.apply(Write(bytes.fromhex(body), bytes.fromhex(signature)))
        for record, bucket, dots in self.kept.get("left", []):
            self._take_back(bytes.fromhex(record), bucket, bytes.fromhex(dots))

    def save(self):
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self.kept, indent=1))
        new.replace(self.file)

    def bytes(self, name):
        return bytes.fromhex(self.kept.get(name, ""))

    # ---- Enrolment (7.3) ---------------------------------------------------------------------

    def enrol(self, url, code):
        secret, authority = read_code(code)
        if "secret" not in self.kept:
            self.kept["secret"] = secrets.token_bytes(32).hex()
            self.save()
        pem = Line.authority(url)
        need(sha256(ssl.PEM_cert_to_DER_cert(pem))[:16] == authority, "authority_mismatch")
        key = public_key(self.bytes("secret"))
        request = pb.EnrolRequest(code=secret.hex(), public_key=key, version=VERSION)
        request.signature = sign(
            self.bytes("secret"), "FieldKit enrol 1", secret.hex().encode() + key)
        reply = Line(url, pem).post("enrol", request, pb.EnrolReply)
        county = read_county(reply.county.SerializeToString())
        own = read_certificate(reply.certificate.SerializeToString(), county.public_key)
        server = read_certificate(reply.server.SerializeToString(), county.public_key)
        need(own.public_key == key, "somebody else's certificate")
        self.kept.update(
            url=url, authority=pem, county_key=county.public_key.hex(), name=own.name,
            certificate=reply.certificate.SerializeToString().hex(), scopes=list(own.scopes),
            server=server.device.hex(),
            replica=(device_id(key) + secrets.token_bytes(8)).hex(), lines=0, writes=[], left=[])
        self.save()

    # ---- Writing (4.2) -----------------------------------------------------------------------

    def make(self, drafts):
        """Writes new records as one group: (type, buckets, fields) each; returns their ids."""
        group, ids = secrets.token_bytes(16), []
        for type, buckets, fields in drafts:
            fields = fields(ids) if callable(fields) else fields
            milliseconds = now() + self.kept.get("offset", 0)
            id = bytearray(milliseconds.to_bytes(6, "big") + secrets.token_bytes(10))
            id[6], id[8] = id[6] & 0x0F | 0x70, id[8] & 0x3F | 0x80
            message = pb.Write(
                replica=self.bytes("replica"), counter=self.kept["lines"] + 1,
                previous=self.bytes("last"), type=type, record=bytes(id), stamp=milliseconds,
                generation=1, author=self.kept["name"])
            if len(drafts) > 1:
                message.group, message.group_size = group, len(drafts)
            for bucket in buckets:
                message.registers.add(
                    name="@bucket", element=bucket, value=pb.Value(boolean=True))
            for name, text in fields.items():
                message.registers.add(name=name, value=pb.Value(text=text))
            body = message.SerializeToString()
            signature = sign(self.bytes("secret"), "FieldKit write 1", body)
            self._keep(Write(body, signature))
            self.kept["lines"] += 1
            self.kept["last"] = sha256(body).hex()
            ids.append(bytes(id))
        self.save()
        return ids

    def _keep(self, write):
        entry = [write.body.hex(), write.signature.hex()]
        if entry not in self.kept["writes"]:
            self.kept["writes"].append(entry)
            self.store.apply(write)

    def own_lines(self):
        """Counter -> own write."""
        writes = (Write(bytes.fromhex(body), bytes.fromhex(signature))
                  for body, signature in self.kept["writes"])
        own = (write for write in writes if write.dot[0] == self.bytes("replica"))
        return {write.dot[1]: write for write in own}

    # ---- The exchange (section 8) ------------------------------------------------------------

    def sync(self):
        """One sync; true if the server answered `same`."""
        line = Line(self.kept["url"], self.kept["authority"])
        try:
            reply = self._hello(line, shows_certificate=False)
        except Refused as problem:
            need(str(problem) == "certificate_unknown", str(problem))
            reply = self._hello(line, shows_certificate=True)
        if reply.same:
            return True
        need(self.bytes("replica") not in reply.ended, "this replica must be given up")
        need(not reply.push_only, reply.notice)
        self._open(reply)
        line.token = reply.token
        self._push(line, reply)
        self._pull(line, ["system"])
        page = self._pull(line, self.kept["granted"])
        left_out = set(page.aside)
        if fingerprint(self.granted_sums(left_out)) != page.fingerprint:
            self._heal(line)
        self.save()
        return False

    # ---- Healing (8.10, 8.13) ----------------------------------------------------------------

    def _heal(self, line):
        for bucket, left_out in self._differing(line):
            search = Search(self.store.record_sums(bucket, left_out))
            while (asked := search.next()) is not None:
                reply = line.post(
                    "ranges", pb.RangesRequest(bucket=bucket, version=1, ranges=asked),
                    pb.RangesReply)
                need(reply.version == 1, "another version of the search")
                search.take(reply.ranges)
            self._fetch(line, sorted(search.theirs))
            self._push_whole(line, sorted(search.theirs | search.only_here))
            self._fetch(line, sorted(search.only_here))
        need(not self._differing(line), "the sums differ")

    def _differing(self, line):
        """The buckets that differ, each with what is left out."""
        reply = line.post("sums", pb.SumsRequest(), pb.SumsReply)
        left_out = set(reply.aside)
        mine = self.granted_sums(left_out)
        theirs = {sum_.bucket: (int.from_bytes(sum_.sum, "big"), sum_.count)
                  for sum_ in reply.sums}
        return [(bucket, left_out) for bucket in sorted(mine.keys() | theirs.keys())
                if mine.get(bucket, (0, 0)) != theirs.get(bucket, (0, 0))]

    def _fetch(self, line, ids):
        for at in range(0, len(ids), 1_024):
            reply = line.post(
                "records", pb.RecordsRequest(records=ids[at:at + 1_024]), pb.RecordsReply)
            for record in reply.records:
                for message in record.writes:
                    self._take(Write(message.body, message.signature))
            self._note_left(reply.left)

    def _push_whole(self, line, ids):
        request = pb.PushRequest(whole=True)
        for id in ids:
            live = self.store.records[id].writes() if id in self.store.records else {}
            for write, _ in live.values():
                request.writes.add(body=write.body, signature=write.signature)
        if request.writes:
            line.post("push", request, pb.PushReply)

    def granted_sums(self, left_out=()):
        return {bucket: sum for bucket, sum in self.store.sums(left_out).items()
                if in_scope(bucket, self.kept.get("granted", []))}

    def _hello(self, line, shows_certificate):
        hello = pb.Hello(
            version=VERSION, device=device_id(public_key(self.bytes("secret"))),
            server=self.bytes("server"), epoch=self.bytes("epoch"), time=now(),
            sessions=[bytes.fromhex(session) for session in self.kept.get("sessions", [])],
            seal_number=self.kept.get("seal_number", 0), nonce=secrets.token_bytes(8),
            application="Python peer 1")
        if self.kept["lines"]:
            hello.logs.add(replica=self.bytes("replica"), counter=self.kept["lines"],
                           hash=self.bytes("last"))
        if "granted" in self.kept:
            hello.fingerprint = fingerprint(self.granted_sums())
            hello.settled = self.is_sealed
        if shows_certificate:
            hello.certificate.ParseFromString(self.bytes("certificate"))
        body = hello.SerializeToString()
        signed = pb.SignedHello(body=body, signature=sign(
            self.bytes("secret"), "FieldKit hello 1", self.bytes("server") + body))
        return line.post("hello", signed, pb.HelloReply)

    def _open(self, reply):
        """Step 3: all of it is durable before the first page."""
        sessions = self.kept.get("sessions", [])
        if not sessions or reply.common.hex() != sessions[-1]:
            self.kept["cursors"], sessions = {}, []
        cursors = {} if reply.equal_at else self.kept.get("cursors", {})
        at = [reply.equal_at, reply.equal_at]
        self.kept.update(
            sessions=[*sessions, reply.session.hex()][-6:], epoch=reply.epoch.hex(),
            granted=list(reply.scopes), offset=reply.time - now(),
            cursors={scope: cursors.get(scope, at) for scope in [*reply.scopes, "system"]})
        if reply.HasField("certificate"):
            self.kept["certificate"] = reply.certificate.SerializeToString().hex()
        self._adopt(reply.seals)
        self.save()

    def _push(self, line, reply):
        lines, held = self.own_lines(), set()
        for log in reply.held:
            for run in log.runs:
                if log.replica == self.bytes("replica") and (
                        run.high in lines and lines[run.high].hash == run.hash):
                    held.update(range(run.low, run.high + 1))
        unsent = [write for counter, write in sorted(lines.items()) if counter not in held]
        if not unsent:
            return
        request = pb.PushRequest()
        for write in unsent:
            request.writes.add(body=write.body, signature=write.signature)
        reply = line.post("push", request, pb.PushReply)
        need(not reply.aside and not reply.needs, "not all was taken")
        self._adopt(reply.seals)
        self.save()

    def _pull(self, line, scopes):
        more = True
        while more:
            complete, position = self.kept["cursors"][scopes[0]]
            page = line.post("pull", pb.PullRequest(
                scopes=scopes, cursor=pb.Cursor(complete=complete, position=position),
                seal_number=self.kept.get("seal_number", 0)), pb.PullReply)
            unknown = [record.record for record in page.records
                       if not record.whole and record.record not in self.store.records]
            records = list(page.records)
            if unknown:
                reply = line.post("records", pb.RecordsRequest(records=unknown), pb.RecordsReply)
                records = list(reply.records) + records
            for record in records:
                for message in record.writes:
                    self._take(Write(message.body, message.signature))
            self._note_left(page.left)
            self._adopt(page.seals)
            for scope in scopes:
                self.kept["cursors"][scope] = [page.cursor.complete, page.cursor.position]
            self.save()
            more = page.more
        return page

    def _note_left(self, notices):
        for left in notices:
            dots = left.dots.SerializeToString()
            self.kept["left"].append([left.record.hex(), left.bucket, dots.hex()])
            self._take_back(left.record, left.bucket, dots)

    def _take_back(self, record, bucket, dots):
        place, context = (record, bucket), read_context(pb.Context.FromString(dots))
        self.store.taken_back[place] = union(self.store.taken_back.get(place, {}), context)

    def _take(self, write):
        """Section 7.5, as far as a laptop needs it."""
        key = self._key(write.dot[0][:8])
        if key is None and write.type == "device":
            raise Invalid("the county signs the records of devices")
        need(key is not None, "certificate_unknown")
        need(write.message.minimum_version <= VERSION, "write_needs_newer")
        genuine = is_signed(key, "FieldKit write 1", write.body, write.signature)
        vouched = is_signed(self.bytes("county_key"), "FieldKit vouch 1", write.body, write.signature)
        need(genuine or vouched, "signature_invalid")
        self._keep(write)

    def _key(self, device):
        county = self.bytes("county_key")
        if device == device_id(county):
            return county
        if device == device_id(public_key(self.bytes("secret"))):
            return public_key(self.bytes("secret"))
        record = self.store.records.get(certificate_record(device))
        if record is None:
            return None
        found = []
        for _, register in record.live.get(("certificate", None), {}).values():
            certificate = read_certificate(register.value[1], county)
            if certificate.device == device:
                found.append((certificate.issued, certificate.public_key))
        return max(found)[1] if found else None

    # ---- Seals (7.6) -------------------------------------------------------------------------

    def _adopt(self, seals):
        for signed in seals:
            need(is_signed(self.bytes("county_key"), "FieldKit seal 1", signed.body,
                           signed.signature), "a seal that is not the county's")
            seal = pb.Seal.FromString(signed.body)
            if seal.replica == self.bytes("replica") and (
                    seal.number > self.kept.get("seal_number", 0)):
                self.kept.update(seal=signed.body.hex(), seal_number=seal.number)

    @property
    def is_sealed(self):
        """Whether the newest seal contains every own line."""
        lines, sealed = self.own_lines(), set()
        for run in pb.Seal.FromString(self.bytes("seal")).runs:
            if run.high in lines and lines[run.high].hash == run.hash:
                sealed.update(range(run.low, run.high + 1))
        return sealed >= set(lines)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--url", required=True)
    options.add_argument("--code", required=True)
    options.add_argument("--out", required=True)
    options.add_argument("--state", help="default: OUT.state")
    options.add_argument("--bucket", help="default: the first scope")
    chosen = options.parse_args()
    laptop = Laptop(chosen.state or chosen.out + ".state")
    if "certificate" not in laptop.kept:
        laptop.enrol(chosen.url, chosen.code)
        bucket = chosen.bucket or laptop.kept["scopes"][0]
        laptop.make([
            ("household", [bucket], {"head_name": "张某", "note": "院门朝南"}),
            ("student", [bucket], lambda ids: {
                "name": "李某", "note": "来过一次", "household": record_text(ids[0])}),
        ])
    is_same = laptop.sync()
    sums = laptop.store.sums()
    result = {
        "byBucket": {bucket: total.to_bytes(32, "big").hex()
                     for bucket, (total, count) in sorted(sums.items()) if count},
        "fingerprint": fingerprint(laptop.granted_sums()).hex(), "sealed": laptop.is_sealed,
        "same": is_same, "records": len(laptop.store.records),
    }
    text = json.dumps(result, indent=1, sort_keys=True)
    pathlib.Path(chosen.out).write_text(text + "\n")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
