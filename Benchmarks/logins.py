"""Logins: how fast sessions are made, how much of the cores' hashing rate password checks reach, and what is left for
tokens meanwhile."""

import ctypes
import ctypes.util
import json
import os
import threading
import time

import harness
from harness import Request

# The service's own defaults: 19 MiB, two passes, one lane.
MEMORY, PASSES, LANES = 19 * 1024, 2, 1


def hashing_rate(seconds):
    """Argon2id hashes per second that libargon2 makes on all cores together, called directly."""
    library = ctypes.CDLL(ctypes.util.find_library("argon2") or "libargon2.so.1")
    counts = [0] * (os.cpu_count() or 1)
    end = time.monotonic() + seconds

    def work(index):
        result = ctypes.create_string_buffer(32)
        while time.monotonic() < end:
            status = library.argon2id_hash_raw(
                PASSES, MEMORY, LANES, b"Secr3t-P4ssword!", 16, b"0123456789abcdef", 16, result, 32)
            if status != 0:
                raise SystemExit(f"libargon2 failed: {status}")
            counts[index] += 1

    threads = [threading.Thread(target=work, args=[index]) for index in range(len(counts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


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
        self.say("password hashes, libargon2 alone")
        hashes = hashing_rate(self.seconds)
        self.say("password checks")
        checked = self.load(self.password_check())
        self.say("tokens alone, then beside password checks")
        alone = self.load(token_request)
        beside = self.beside_password_checks(token_request)
        return [
            ("Session create, user check", created["rate"], "/s", 8000),
            ("Password hashes of libargon2, all cores", hashes, "/s", None),
            ("Session create, user and password check", checked["rate"], "/s", None),
            ("Password checks, of what the cores can hash", checked["rate"] / hashes, "", 0.9),
            ("Client credentials, alone", alone["rate"], "/s", None),
            ("Client credentials beside password checks, of alone", beside["rate"] / alone["rate"], "", 0.7),
        ]

    def password_check(self):
        name, password = self.demo["loginName"], self.demo["password"]
        return self.session({"user": {"loginName": name}, "password": {"password": password}})

    def session(self, checks):
        request = Request("POST", "/v2/sessions", {"Authorization": f"Bearer {self.demo['adminPat']}"},
                          [json.dumps({"checks": checks})])
        request.headers["Content-Type"] = "application/json"
        return request

    def load(self, request):
        result = harness.load(request, self.port, self.pid, self.seconds, self.folder)
        self.say(f"    {result['rate']:,.0f}/s")
        return result

    def beside_password_checks(self, request):
        stop = threading.Event()
        check = self.password_check()

        def keep_checking():
            while not stop.is_set():
                check.send(f"http://127.0.0.1:{self.port}")

        # More at a time than there are hashers, so that these always have work.
        checkers = [threading.Thread(target=keep_checking) for _ in range(4 * (os.cpu_count() or 1))]
        for checker in checkers:
            checker.start()
        try:
            return self.load(request)
        finally:
            stop.set()
            for checker in checkers:
                checker.join()
