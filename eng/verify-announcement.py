#!/usr/bin/env python3
"""Verifies an announcement without Holdfast and without a network (docs/guides/announcements.md).

  verify-announcement.py --keys JWKS.json --to ADDRESS [--seen FILE] [--at SECONDS] MESSAGE
  verify-announcement.py --keys JWKS.json --batch < LINES

MESSAGE is a mail (.eml) or the body of a webhook (.json); JWKS.json is a copy of /.well-known/jwks.json. It is ours only
when the signature is, for exactly these words, sent to exactly this address, and not too old. With --seen each message is
ours once: what was shown before is a copy. Prints `ours` and who signed, or `not ours` and why, and exits 1.
A line of a batch is {"subject","text","html"?,"kind","to","signature","at"}; the answers are lines, too.
"""
import argparse
import base64
import email
import email.policy
import hashlib
import json
import os
import sys
import time

import p256

TYPE = "holdfast-announcement+jwt"


class NotOurs(Exception):
    pass


def unbase64(text):
    if "=" in text or not text.isascii():
        raise NotOurs("the signature is malformed")
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64.urlsafe_b64encode(data).decode().rstrip("=") != text:
        raise NotOurs("the signature is malformed")
    return data


def digest(text):
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


def keys(path):
    with open(path, encoding="utf-8") as file:
        return {key["kid"]: p256.PublicKey(*(int.from_bytes(unbase64(key[c]), "big") for c in "xy"))
                for key in json.load(file)["keys"] if key.get("alg") == "ES256"}


def verify(message, known, at, seen):
    """Raises NotOurs; returns the claims. What is cheap is looked at first, the signature last."""
    try:
        head, body, signature = message["signature"].split(".")
        header, claims = json.loads(unbase64(head)), json.loads(unbase64(body))
        signed = unbase64(signature)
    except (ValueError, KeyError, AttributeError):
        raise NotOurs("there is no signature that can be read") from None
    if not isinstance(header, dict) or not isinstance(claims, dict):
        raise NotOurs("there is no signature that can be read")
    if header.get("alg") != "ES256" or header.get("typ") != TYPE or header.get("kid") not in known:
        raise NotOurs("it is signed by somebody else, or as something else")
    if claims.get("aud") != digest(f"{message['kind']}:{message['to'].lower()}"):
        raise NotOurs("it was sent to somebody else")
    if claims.get("text") != digest(f"{message['subject']}\n\n{message['text']}"):
        raise NotOurs("its words were changed")
    html = message.get("html")
    if claims.get("html") != (None if html is None else digest(html)):
        raise NotOurs("its words were changed in the form that mail programs show")
    if not all(isinstance(claims.get(name), int) for name in ("iat", "exp")) or at > claims["exp"]:
        raise NotOurs("it is too old")
    if claims["iat"] > at + 300:
        raise NotOurs("it is from the future")
    if len(signed) != 64 or int.from_bytes(signed[32:], "big") > p256.N // 2:
        raise NotOurs("the signature is malformed")
    if not known[header["kid"]].signed(f"{head}.{body}".encode(), signed):
        raise NotOurs("the signature does not fit")
    if claims.get("jti") in seen:
        raise NotOurs("it was shown before: this is a copy")
    return claims


def lines(text):
    return text.replace("\r\n", "\n").rstrip("\n")


def of_mail(path, to):
    with open(path, "rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    parts = {part.get_content_type(): part for part in mail.walk() if not part.is_multipart()}
    if set(parts) - {"text/plain", "text/html"} or "text/plain" not in parts:
        raise NotOurs("it is no mail of ours: there are other parts in it")
    html = parts.get("text/html")
    return {"subject": mail["Subject"], "text": lines(parts["text/plain"].get_content()), "kind": "email", "to": to,
            "html": None if html is None else lines(html.get_content()),
            "signature": "".join((mail["Holdfast-Signature"] or "").split())}


def of_hook(path, to):
    with open(path, encoding="utf-8") as file:
        data = json.load(file)["data"]
    for recipient in data["to"]:
        if recipient["to"].lower() == to.lower():
            return {"subject": data["subject"], "text": recipient["message"], "html": None, "kind": recipient["kind"],
                    "to": to, "signature": recipient["signature"] or ""}
    raise NotOurs("it was sent to somebody else")


def batch(known):
    for line in sys.stdin:
        message = json.loads(line)
        try:
            print("ours", verify(message, known, message["at"], ())["jti"])
        except NotOurs as why:
            print("not ours:", why)


def main():
    parser = argparse.ArgumentParser(description="Verifies an announcement of Holdfast.")
    parser.add_argument("--keys", required=True)
    parser.add_argument("--to")
    parser.add_argument("--seen")
    parser.add_argument("--at", type=int, default=int(time.time()))
    parser.add_argument("--batch", action="store_true")
    parser.add_argument("message", nargs="?")
    given = parser.parse_args()
    known = keys(given.keys)
    if given.batch:
        return batch(known)
    if not given.message or not given.to:
        parser.error("a MESSAGE and --to are needed")
    seen = set()
    if given.seen and os.path.exists(given.seen):
        with open(given.seen, encoding="utf-8") as file:
            seen = set(file.read().split("\n"))
    try:
        message = (of_hook if given.message.endswith(".json") else of_mail)(given.message, given.to)
        claims = verify(message, known, given.at, seen)
    except NotOurs as why:
        print("not ours:", why)
        return 1
    if given.seen:
        with open(given.seen, "a", encoding="utf-8") as file:
            file.write(claims["jti"] + "\n")
    print(f"ours: {claims['jti']} of {claims['iss']}. This says nothing about a person on the phone.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
