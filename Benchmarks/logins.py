"""Logins: how fast sessions are made, how much of the cores' hashing rate password checks reach, and what is left for
tokens meanwhile."""

import ctypes
import json
import multiprocessing
import os
import pathlib
import re
import time
from statistics import mean

import harness
from harness import Request

# The service's own: 19 MiB, two passes, one lane, and how nice its hashers are.
MEMORY, PASSES, LANES = 19 * 1024, 2, 1
NICENESS = 10
ROUNDS = 3
CORES = os.cpu_count() or 1
# More at a time than there are hashers, so that these always have work, and not many: what waits when a measurement ends
# is hashed in the next one.
CHECKS_AT_A_TIME = 4 * CORES


def hashing_rate(pid, seconds):
    """Argon2id hashes per second that the libargon2 of a running service makes on all cores together."""
    library = re.search(r"\S*/libargon2\.so\S*", pathlib.Path(f"/proc/{pid}/maps").read_text()).group()
    # Processes, because threads of one would share its memory management with Python.
    with multiprocessing.Pool(CORES) as pool:
        return sum(pool.starmap(count_hashes, [(library, seconds)] * CORES)) / seconds


def count_hashes(library, seconds):
    argon2, result = ctypes.CDLL(library), ctypes.create_string_buffer(32)
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        status = argon2.argon2id_hash_raw(
            PASSES, MEMORY, LANES, b"Secr3t-P4ssword!", 16, b"0123456789abcdef", 16, result, 32)
        if status != 0:
            raise SystemExit(f"libargon2 failed: {status}")
        count += 1
    return count


class LoginBench:
    def __init__(self, demo, port, pid, folder, seconds, say):
        self.demo = demo
        self.port = port
        self.pid = pid
        self.folder = folder
        self.seconds = seconds
        self.say = say

    def run(self, token_request):
        """Rows of the table: name, value, unit, goal."""
        self.say("sessions")
        created = self.load(self.session({"user": {"userId": self.demo["userId"]}}))
        # In turns: what the cores can do at memory-bound work changes from second to second where others share them.
        hashes, checks = [], []
        for _ in range(ROUNDS):
            self.say("password hashes, libargon2 alone")
            hashes.append(hashing_rate(self.pid, self.seconds))
            self.say(f"    {hashes[-1]:,.0f}/s")
            self.say("password checks")
            checks.append(self.load(self.password_check(), CHECKS_AT_A_TIME)["rate"])
        alone, beside, spinning = [], [], []
        for _ in range(ROUNDS):
            self.say("tokens alone, beside password checks, and beside processes that only spin")
            alone.append(self.load(token_request)["rate"])
            beside.append(self.beside_password_checks(token_request)["rate"])
            with harness.background([["nice", "-n", str(NICENESS), "sh", "-c", "while :; do :; done"]] * CORES):
                spinning.append(self.load(token_request)["rate"])
        return [
            ("Session create, user check", created["rate"], "/s", 8000),
            ("Password hashes of libargon2, all cores", mean(hashes), "/s", None),
            ("Session create, user and password check", mean(checks), "/s", None),
            ("Password checks, of what the cores can hash", sum(checks) / sum(hashes), "", 0.9),
            ("Client credentials, alone", mean(alone), "/s", None),
            ("Client credentials beside password checks, of alone", sum(beside) / sum(alone), "", 0.7),
            ("Client credentials beside processes that only spin, as nice as the hashers, of alone",
             sum(spinning) / sum(alone), "", None),
        ]

    def password_check(self):
        name, password = self.demo["loginName"], self.demo["password"]
        return self.session({"user": {"loginName": name}, "password": {"password": password}})

    def session(self, checks):
        request = Request("POST", "/v2/sessions", {"Authorization": f"Bearer {self.demo['adminPat']}"},
                          [json.dumps({"checks": checks})])
        request.headers["Content-Type"] = "application/json"
        return request

    def load(self, request, connections=harness.CONNECTIONS):
        result = harness.load(request, self.port, self.pid, self.seconds, self.folder, connections)
        self.say(f"    {result['rate']:,.0f}/s")
        return result

    def beside_password_checks(self, request):
        with harness.background_load(self.password_check(), self.port, self.folder, CHECKS_AT_A_TIME):
            return self.load(request)
