#!/usr/bin/env python3
"""Verifies a Holdfast log without any of Holdfast's code (docs/reference/log-format.md).

  verify-log.py DIR [CHECKPOINT.json]

Checks every owner's chain, the running root, every checkpoint's root and signature, and that a checkpoint
held by somebody else is on this log. Prints `ok N events, M checkpoints`, or the first bad position, and exits 1.
Needs no key: it reads sealed bodies only as bytes.
"""
import base64
import hashlib
import json
import os
import sqlite3
import struct
import sys
import urllib.parse

import p256

# the fixed head of a P-256 SubjectPublicKeyInfo in DER; the point follows as 04, x, y
SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")


class Bad(Exception):
    def __init__(self, position, what):
        super().__init__(what)
        self.position = position


class Key:
    def __init__(self, pem):
        der = base64.b64decode("".join(line for line in pem.split("\n") if not line.startswith("-----")))
        if len(der) != len(SPKI) + 64 or not der.startswith(SPKI):
            raise Bad(None, "the log's checkpoint key is not a P-256 key")
        try:
            self.point = p256.PublicKey(*(int.from_bytes(der[i:i + 32], "big") for i in (len(SPKI), len(SPKI) + 32)))
        except ValueError:
            raise Bad(None, "the log's checkpoint key is not on the curve")
        self.id = hashlib.sha256(der).hexdigest()[:16]

    def signed(self, text, signature):
        return self.point.signed(text, signature)


def block(data):
    return struct.pack(">I", len(data)) + data


def event_hash(before, owner, row):
    position, _, account, version, prev, at, kind, body, _, key, content, status, answer, keys = row
    parts = [before, struct.pack(">q", position), block(owner), block(account),
             struct.pack(">qqq", version, prev, at), block(kind), block(body), block(keys or b"")]
    if key is None:
        parts.append(bytes(8))
    else:
        parts += [struct.pack(">q", 1), key, content, struct.pack(">q", status), block(answer)]
    return hashlib.sha256(b"".join(parts)).digest()


def signed_text(position, root, at, key_id):
    return f"holdfast checkpoint 1\nposition {position}\nroot {root.hex()}\nat {at}\nkey {key_id}\n".encode()


def checkpoints(db, key, held):
    """Position to [(name, root)], all with good signatures."""
    found = {}
    rows = [(f"checkpoint {row[0]}", *row) for row in
            db.execute("SELECT position, root, at, key_id, signature FROM checkpoint ORDER BY position")]
    count = len(rows)
    if held:
        with open(held, encoding="utf-8") as file:
            said = json.load(file)
        rows.append((f"the held checkpoint {said['position']}", said["position"], bytes.fromhex(said["root"]),
                     said["at"], said["keyId"], base64.urlsafe_b64decode(said["signature"] + "==")))
    bad = None
    for name, position, root, at, key_id, signature in rows:
        key_id = key_id.decode() if isinstance(key_id, bytes) else key_id
        if key_id != key.id or not key.signed(signed_text(position, root, at, key_id), signature):
            bad = bad or Bad(position, f"{name} is not signed by this log's key {key.id}")
        else:
            found.setdefault(position, []).append((name, root))
    return count, found, bad


def verify(folder, held):
    path = urllib.parse.quote(os.path.abspath(os.path.join(folder, "log.db")))
    db = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    db.text_factory = bytes
    db.execute("BEGIN")
    meta = {name.decode(): value.decode() for name, value in db.execute("SELECT name, value FROM meta")}
    if meta["format"] != "1":
        raise Bad(None, f"format {meta['format']} is not one that this program knows")
    count, signed, bad_signature = checkpoints(db, Key(meta["checkpoint_key"]), held)
    owners = dict(db.execute("SELECT no, id FROM owner"))
    heads = {}
    start = (0, 0, -2**63, bytes(32))
    last, root, sha256 = 0, bytes(32), hashlib.sha256
    for row in db.execute("SELECT position, owner, account, version, prev, at, type, body, hash, request_key, "
                          "request_content, status, answer, keys FROM event ORDER BY position"):
        position, owner, version, prev, at, stored = row[0], row[1], row[3], row[4], row[5], row[8]
        if bad_signature and bad_signature.position < position:
            raise bad_signature
        if position != last + 1:
            raise Bad(last + 1, f"event {last + 1} is missing")
        last = position
        if owner not in owners:
            raise Bad(position, f"owner number {owner} is missing")
        before = heads.get(owner, start)
        if prev != before[0] or version != before[1] + 1 or at < before[2]:
            raise Bad(position, "it does not follow the owner's last event")
        if event_hash(before[3], owners[owner], row) != stored:
            raise Bad(position, "its hash is not that of its content")
        heads[owner] = (position, version, at, stored)
        root = sha256(root + stored).digest()
        for name, expected in signed.pop(position, ()):
            if expected != root:
                raise Bad(position, f"{name} is of another history: some event up to here is not what it signed")
    if bad_signature:
        raise bad_signature
    for position in sorted(signed):
        raise Bad(last + 1, f"the log ends at {last}, but {signed[position][0][0]} shows that it was longer: "
                            "its tail was cut, or an older copy was restored")
    return last, count


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        events, count = verify(arguments[0], arguments[1] if len(arguments) == 2 else None)
    except Bad as bad:
        print(f"bad: {bad}" if bad.position is None else f"bad position {bad.position}: {bad}")
        return 1
    except (sqlite3.DatabaseError, KeyError, ValueError, OSError, struct.error, TypeError) as error:
        print(f"bad: {error}")
        return 1
    print(f"ok {events} events, {count} checkpoints")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
