"""Makes vectors.json; see README.md."""
import base64, hashlib, json, subprocess

import bcrypt
from argon2.low_level import Type, hash_secret
from passlib import hash as passlib

PASSWORDS = ["", "Secr3tP4ssw0rd!", "Pässwörter, пароль, 密码 🔑", "0123456789" * 7 + "tail-of-a-long-password-of-over-64-bytes"]
ITOA64 = "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
rows = []


def add(kind, password, stored, made_with):
    rows.append({"kind": kind, "password": password, "hash": stored, "made_with": made_with})


def encode64(data):
    text = ""
    for start in range(0, len(data), 3):
        group = data[start:start + 3]
        value = int.from_bytes(group, "little")
        for _ in range(len(group) + 1):
            text += ITOA64[value & 63]
            value >>= 6
    return text


def drupal(password, logarithm, salt):
    digest = hashlib.sha512(salt.encode() + password).digest()
    for _ in range(1 << logarithm):
        digest = hashlib.sha512(digest + password).digest()
    return ("$S$" + ITOA64[logarithm] + salt + encode64(digest))[:55]


def scrypt7(password, logarithm, r, p, salt):
    def number(value):
        return "".join(ITOA64[value >> shift & 63] for shift in range(0, 30, 6))

    key = hashlib.scrypt(password, salt=salt.encode(), n=1 << logarithm, r=r, p=p, maxmem=1 << 30, dklen=32)
    return "$7$" + ITOA64[logarithm] + number(r) + number(p) + salt + "$" + encode64(key)


for password in PASSWORDS:
    raw = password.encode()
    salt = b"0123456789abcdef"
    for prefix in ["2a", "2b", "2y"]:
        made = bcrypt.hashpw(raw[:72], b"$2b$10$abcdefghijklmnopqrstuu").decode()
        add("bcrypt", password, made.replace("$2b$", f"${prefix}$"), "bcrypt")
    for kind, name in [(Type.I, "argon2i"), (Type.ID, "argon2id")]:
        made = hash_secret(raw, salt, time_cost=2, memory_cost=8192, parallelism=4, hash_len=32, type=kind)
        add(name, password, made.decode(), "argon2-cffi")
    add("scrypt", password, passlib.scrypt.using(salt=salt, rounds=14, block_size=8, parallelism=1).hash(raw), "passlib")
    add("scrypt7", password, scrypt7(raw, 14, 8, 1, "saltsaltsalt"), "hashlib")
    for hasher in [passlib.pbkdf2_sha1, passlib.pbkdf2_sha256, passlib.pbkdf2_sha512]:
        add("pbkdf2", password, hasher.using(salt=b"\xfb\xff\xbe" * 5, rounds=1000).hash(raw), "passlib")
    for digest in ["sha224", "sha384"]:
        key = hashlib.pbkdf2_hmac(digest, raw, salt, 1000)
        text = [base64.b64encode(part).decode().rstrip("=").replace("+", ".") for part in (salt, key)]
        add("pbkdf2", password, f"$pbkdf2-{digest}$1000${text[0]}${text[1]}", "hashlib")
    for hasher in [passlib.sha256_crypt, passlib.sha512_crypt]:
        for rounds in [1000, 5000]:
            add("sha2", password, hasher.using(salt="saltsaltsaltsalt", rounds=rounds).hash(raw), "passlib")
    add("md5", password, passlib.md5_crypt.using(salt="saltsalt").hash(raw), "passlib")
    add("md5plain", password, passlib.hex_md5.hash(raw), "passlib")
    for name, data in [("prefix", b"salt" + raw), ("suffix", raw + b"salt")]:
        add("md5salted", password, f"$md5salted-{name}$salt$" + base64.b64encode(hashlib.md5(data).digest()).decode(), "hashlib")
    for ident in ["P", "H"]:
        add("phpass", password, passlib.phpass.using(salt="saltsalt", rounds=8, ident=ident).hash(raw), "passlib")
    add("drupal7", password, drupal(raw, 10, "saltsalt"), "hashlib")

for option, kind in [("-1", "md5"), ("-5", "sha2"), ("-6", "sha2")]:
    made = subprocess.run(["openssl", "passwd", option, "-salt", "x.y/z", "openssl made this"], capture_output=True, text=True)
    add(kind, "openssl made this", made.stdout.strip(), "openssl passwd")
add("drupal7", "hashcat", "$S$C33783772bRXEx1aCsvY.dqgaaSu76XmVlKrW9Qu8IQlvxHlmzLf", "hashcat's example hashes")
add("phpass", "hashcat", "$P$984478476IagS59wHZvyQMArzfx58u.", "hashcat's example hashes")

print(json.dumps(rows, indent=2, ensure_ascii=False))
