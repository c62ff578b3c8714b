"""Creation of many users by parallel calls, and searches among them, on SQLite."""

import base64
import json
import random
import subprocess

import harness
from harness import Request

# In one organization. Of ten users nine are people.
USERS = 100_000
# In each of some others.
OTHERS = 1_500
OTHER_ORGANIZATIONS = 3
SESSIONS = 2_000
# So many requests at once fit into a program of Lua.
PIECE = 10_000
# Of these, as many different ones are asked for in turn.
VARIANTS = 200
# Seconds of each measurement, at the most; the requests come one after another.
SECONDS = 2
GOAL_MILLISECONDS = 20

CREATE_USER = "zitadel.user.v2.UserService/CreateUser"
LIST_USERS = "zitadel.user.v2.UserService/ListUsers"
GIVEN = ["Ada", "Grace", "Alan", "Edsger", "Barbara", "Donald", "Margaret", "Dennis", "Frances", "Radia"]
FAMILY = [first + last for first in ("Love", "Hop", "Tu", "Dijk", "Lis", "Knu", "Hamil", "Ri", "Al", "Per")
          for last in ("lace", "per", "ring", "stra", "kov", "th", "ton", "tchie", "len", "man")]
IGNORE_CASE = "TEXT_QUERY_METHOD_EQUALS_IGNORE_CASE"
STARTS = "TEXT_QUERY_METHOD_STARTS_WITH_IGNORE_CASE"
CONTAINS = "TEXT_QUERY_METHOD_CONTAINS_IGNORE_CASE"
COLUMNS = ["USER_NAME", "FIRST_NAME", "LAST_NAME", "DISPLAY_NAME", "EMAIL", "STATE", "TYPE", "CREATION_DATE"]


class SearchBench:
    """A store of its own, which is filled by the calls that are measured."""

    def __init__(self, executable, folder, seconds, environment, say):
        self.executable = executable
        self.folder = folder / "search"
        self.seconds = min(seconds, SECONDS)
        self.environment = environment
        self.say = say
        self.random = random.Random(1)

    def run(self):
        """Returns the rows of two tables: of creations, and of searches."""
        self.folder.mkdir()
        log = self.folder / "demo.log"
        self.port = harness.free_port()
        environment = {
            **self.environment, "ALCAZAR_LISTEN": f"127.0.0.1:{self.port}",
            "ALCAZAR_EXTERNAL_URL": f"http://127.0.0.1:{self.port}",
        }
        command = [self.executable, "demo", "--json"]
        with harness.child(
                command, log, env=environment, cwd=self.folder, stdout=subprocess.PIPE, text=True) as process:
            self.demo = json.loads(process.stdout.readline() or "{}")
            self.pid = process.pid
            harness.wait_for(self.port, "/debug/ready", process, log)
            creations = self.fill()
            return creations, [self.measure(*search) for search in self.searches()]

    def fill(self):
        main = self.organization("Searched")
        others = [self.organization(f"Other {number}") for number in range(OTHER_ORGANIZATIONS)]
        self.main = main
        machines = [self.machine(main, n) for n in range(USERS) if n % 10 == 9]
        people = [self.person(main, n) for n in range(USERS) if n % 10 != 9]
        rest = [self.person(other, n) for other in others for n in range(OTHERS)]
        rows = [self.create("Machine users", machines, 2000), self.create("People", people)]
        self.create("People of other organizations", rest)
        self.once("sessions", "zitadel.session.v2.SessionService/CreateSession", [
            {"checks": {"user": {"userId": self.identifier(self.main, n % VARIANTS * 10)}}} for n in range(SESSIONS)])
        return rows

    def organization(self, name):
        answer = self.request("zitadel.org.v2.OrganizationService/AddOrganization", [{"name": name}]).send(
            f"http://127.0.0.1:{self.port}")
        return json.loads(answer[2])["organizationId"]

    @staticmethod
    def identifier(organization, number):
        return f"{organization}-{number:06}"

    def machine(self, organization, number):
        return {
            "organizationId": organization, "userId": self.identifier(organization, number),
            "username": f"robot{number:06}.{organization}", "machine": {"name": f"Robot {number}"},
        }

    def person(self, organization, number):
        given, family = self.random.choice(GIVEN), self.random.choice(FAMILY)
        user = {
            "organizationId": organization, "userId": self.identifier(organization, number),
            "username": f"user{number:06}.{organization}", "human": {
                "profile": {"givenName": given, "familyName": family},
                "email": {"email": f"{given}.{family}.{number:06}@example.com", "isVerified": True}},
        }
        keys = ["department"] if number % 20 == 0 else []
        keys += [f"key{number // 500}"] if number % 500 == 0 else []
        if keys:
            user["metadata"] = [{"key": key, "value": base64.b64encode(b"value").decode()} for key in keys]
        return user

    def searches(self):
        """Name, method and bodies of each search."""
        def numbers():
            return (self.random.randrange(USERS) // 10 * 10 for _ in range(VARIANTS))

        def users(name, make, column="UNSPECIFIED", offset=0, everywhere=False):
            def body(number):
                queries = [] if everywhere else [{"organizationIdQuery": {"organizationId": self.main}}]
                queries += make(number)
                return {"queries": queries, "sortingColumn": f"USER_FIELD_NAME_{column}",
                        "query": {"offset": offset, "limit": 100, "asc": number % 20 == 0}}
            return name, LIST_USERS, [body(number) for number in numbers()]

        def login(number, method=IGNORE_CASE, length=None):
            return [{"loginNameQuery": {"loginName": f"USER{number:06}.{self.main}"[:length], "method": method}}]

        def email(number, method=IGNORE_CASE, text="ada.lovelace.{:06}@example.com"):
            return [{"emailQuery": {"emailAddress": text.format(number), "method": method}}]

        def display(number):
            return [{"displayNameQuery": {"displayName": FAMILY[number // 10 % 100][1:], "method": CONTAINS}}]

        def anywhere(text, method=CONTAINS):
            names = [("loginName", "loginName"), ("firstName", "firstName"), ("lastName", "lastName"),
                     ("displayName", "displayName"), ("email", "emailAddress")]
            return [{"orQuery": {"queries": [
                {f"{query}Query": {member: text, "method": method}} for query, member in names]}}]

        def key(name):
            return [{"metadataKeyFilter": {"key": name}}]

        yield users("A login name", login)
        yield users("A login name, all organizations", login, everywhere=True)
        yield users("Login names by their first letters", lambda n: login(n, STARTS, 8))
        yield users("An e-mail address", email)
        yield users("An e-mail address, all organizations", email, everywhere=True)
        yield users("E-mail addresses by their first letters", lambda n: email(n, STARTS, "ADA.LOVELACE."))
        yield users("Text in login names", lambda n: [
            {"loginNameQuery": {"loginName": f"{n:06}"[1:], "method": CONTAINS}}])
        yield users("Text in e-mail addresses", lambda n: email(n, CONTAINS, "{:06}@"))
        yield users("Text in display names", display)
        yield users("Text in any of five columns, of one user", lambda n: anywhere(f"{n:06}@"))
        yield users("Text in any of five columns, of one in a hundred", lambda n: anywhere(FAMILY[n // 10 % 100][1:]))
        yield users("Text in any of five columns, of one in ten", lambda n: anywhere(GIVEN[n // 10 % 10]))
        yield users("Text in any of five columns, of nearly all", lambda n: anywhere("a"))
        yield users("Text in any of five columns, by display name",
                    lambda n: anywhere(FAMILY[n // 10 % 100][1:]), "DISPLAY_NAME")
        yield users("Text in any of five columns, all organizations", lambda n: anywhere(f"{n:06}@"), everywhere=True)
        yield users("First letters of any of five columns", lambda n: anywhere(f"ADA.LOVELACE.{n:06}"[:16], STARTS))
        yield users("A key of metadata that few have", lambda n: key(f"key{n // 500}"))
        yield users("A key of metadata that 5 % have", lambda n: key("department"))
        yield users("All", lambda n: [])
        yield users("All, all organizations", lambda n: [], everywhere=True)
        for column in COLUMNS:
            yield users(f"All, by {column.lower().replace('_', ' ')}", lambda n: [], column)
        yield users("All, from the 50,000th", lambda n: [], offset=50_000)
        yield users("All, by e-mail from the 50,000th", lambda n: [], "EMAIL", 50_000)
        yield "Metadata of a user", "zitadel.user.v2.UserService/ListUserMetadata", [
            {"userId": self.identifier(self.main, number // 20 * 20)} for number in numbers()]
        yield "Sessions of a user", "zitadel.session.v2.SessionService/ListSessions", [
            {"queries": [{"userIdQuery": {"id": self.identifier(self.main, number)}}]}
            for number in range(0, VARIANTS * 10, 10)]

    def create(self, name, bodies, goal=None):
        results = [
            self.once(name, CREATE_USER, bodies[start:start + PIECE]) for start in range(0, len(bodies), PIECE)]
        rate = sum(result["requests"] for result in results) / sum(result["seconds"] for result in results)
        return f"{name}: {len(bodies):,}", rate, "/s", goal

    def measure(self, name, method, bodies):
        result = harness.load(
            self.request(method, bodies), self.port, self.pid, self.seconds, self.folder, connections=1)
        self.say(f"{name}: p99 {result['p99'] / 1000:.2f} ms")
        return name, result

    def once(self, name, method, bodies):
        self.say(f"{len(bodies):,} × {name}")
        result = harness.load_once(self.request(method, bodies), self.port, self.folder)
        self.say(f"    {result['rate']:,.0f}/s")
        return result

    def request(self, method, messages):
        request = Request("POST", f"/{method}", {"Authorization": f"Bearer {self.demo['adminPat']}"},
                          [json.dumps(message) for message in messages])
        request.headers["Content-Type"] = "application/json"
        return request


def main():
    """Runs this part alone: search.py EXECUTABLE"""
    import os
    import pathlib
    import sys
    import tempfile

    import report

    with tempfile.TemporaryDirectory(prefix="alcazar-search-") as folder:
        environment = {**os.environ, "ALCAZAR_EVENTLOOPS": "1"}
        bench = SearchBench(
            str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(folder), SECONDS, environment,
            lambda text: print(text, file=sys.stderr, flush=True))
        print(report.search_section(*bench.run()))


if __name__ == "__main__":
    main()
