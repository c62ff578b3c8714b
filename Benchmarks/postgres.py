"""Measures the service on PostgreSQL: one node, then two nodes of one store."""

import concurrent.futures
import contextlib
import json
import os
import pathlib
import pwd
import shutil
import subprocess

import harness
from harness import Request, basic, form


def binary(name):
    """A program of the PostgreSQL server, which distributions do not put into the PATH."""
    found = sorted(pathlib.Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name)


@contextlib.contextmanager
def server(folder):
    """A PostgreSQL of our own with its defaults, durable ones; yields its port."""
    folder.mkdir()
    options = {}
    if os.getuid() == 0:  # which PostgreSQL refuses to run as
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        folder.parent.chmod(0o711)
        options = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    data = folder / "data"
    subprocess.run(
        [binary("initdb"), "-D", data, "-U", "alcazar", "-A", "trust", "-E", "UTF8", "--locale=C"],
        check=True, capture_output=True, cwd="/", **options)
    port = harness.free_port()
    command = [
        binary("postgres"), "-D", data, "-p", str(port), "-k", folder, "-c", "listen_addresses=127.0.0.1",
        "-c", "shared_preload_libraries=pg_stat_statements",
    ]
    with harness.child(command, folder.parent / "postgres.log", cwd="/", stdout=subprocess.DEVNULL, **options) as process:
        while subprocess.run([binary("pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode != 0:
            if process.poll() is not None:
                raise SystemExit(f"PostgreSQL did not start:\n{(folder.parent / 'postgres.log').read_text()[-2000:]}")
        query(port, "CREATE EXTENSION pg_stat_statements")
        yield port


def query(port, sql):
    run = subprocess.run(
        [binary("psql"), "-h", "127.0.0.1", "-p", str(port), "-U", "alcazar", "-d", "postgres", "-tAc", sql],
        capture_output=True, text=True, check=True)
    return run.stdout.strip()


class PostgresBench:
    """The measurements, each with one node and with two."""

    def __init__(self, executable, folder, seconds, environment, say):
        self.executable = executable
        self.folder = folder
        self.seconds = seconds
        self.environment = environment
        self.say = say
        self.rows = []

    def run(self):
        with contextlib.ExitStack() as stack:
            self.database = stack.enter_context(server(self.folder / "postgres"))
            ports = [harness.free_port(), harness.free_port()]
            self.base = f"http://127.0.0.1:{ports[0]}"
            first = self.node(stack, ports[0])
            requests = self.requests()
            for name, request in requests:
                self.measure(name, request, [first], 1)
            nodes = [first, self.node(stack, ports[1])]
            for name, request in requests:
                self.measure(name, request, nodes, 2)
        return self.rows

    def node(self, stack, port):
        log = self.folder / f"node-{port}.log"
        environment = {
            **self.environment, "ALCAZAR_LISTEN": f"127.0.0.1:{port}", "ALCAZAR_EXTERNAL_URL": self.base,
            "ALCAZAR_DATABASE_URL": f"postgres://alcazar@127.0.0.1:{self.database}/postgres",
            "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_MACHINE_USERNAME": "bench-admin",
            "ALCAZAR_FIRSTINSTANCE_ORG_MACHINE_PAT_EXPIRATIONDATE": "2099-01-01T00:00:00Z",
            "ALCAZAR_FIRSTINSTANCE_PATPATH": str(self.folder / "admin.pat"),
        }
        process = stack.enter_context(
            harness.child([self.executable, "serve"], log, env=environment, cwd=self.folder, stdout=subprocess.DEVNULL))
        harness.wait_for(port, "/debug/ready", process, log)
        return port, process.pid

    def call(self, service, method, message):
        token = (self.folder / "admin.pat").read_text().strip()
        request = Request("POST", f"/{service}/{method}", {"Authorization": f"Bearer {token}"}, [json.dumps(message)])
        request.headers["Content-Type"] = "application/json"
        return json.loads(request.send(self.base)[2])

    def requests(self):
        users = "zitadel.user.v2.UserService"
        organization = self.call("zitadel.org.v2.OrganizationService", "AddOrganization", {"name": "Bench"})
        project = self.call("zitadel.project.v2.ProjectService", "CreateProject", {
            "organizationId": organization["organizationId"], "name": "Bench"})["projectId"]
        machine = self.call(users, "CreateUser", {
            "organizationId": organization["organizationId"], "username": "bench", "machine": {"name": "Bench"}})["id"]
        secret = self.call(users, "AddSecret", {"userId": machine})["clientSecret"]
        key = self.call(users, "AddKey", {"userId": machine, "expirationDate": "2099-01-01T00:00:00Z"})["keyContent"]
        client = self.call("zitadel.application.v2.ApplicationService", "CreateApplication", {
            "projectId": project, "name": "Bench",
            "apiConfiguration": {"authMethodType": "API_AUTH_METHOD_TYPE_BASIC"}})["apiConfiguration"]
        key_file = self.folder / "bench-key.json"
        key_file.write_bytes(harness.decoded(key))
        audience = f"urn:zitadel:iam:org:project:id:{project}:aud"
        token_request = Request("POST", "/oauth/v2/token", {"Authorization": basic("bench", secret)}, [
            form(grant_type="client_credentials", scope=f"openid profile {audience}")])
        token = json.loads(token_request.send(self.base)[2])["access_token"]
        grants = [
            form(grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", scope=audience, assertion=assertion)
            for assertion in harness.assertions(key_file, self.base, 200, self.folder)
        ]
        machine_token = Request("POST", "/oauth/v2/token", {"Authorization": basic("bench", secret)}, [
            form(grant_type="client_credentials", scope=audience)])
        return [
            ("Introspection, opaque token", Request(
                "POST", "/oauth/v2/introspect", {"Authorization": basic(client["clientId"], client["clientSecret"])},
                [form(token=token)])),
            ("Userinfo", Request("GET", "/oidc/v1/userinfo", {"Authorization": f"Bearer {token}"})),
            ("Client credentials, opaque token", machine_token),
            ("JWT profile, opaque token", Request("POST", "/oauth/v2/token", bodies=grants)),
        ]

    GOALS = {"Introspection, opaque token": 6000, "Client credentials, opaque token": 10000}

    def measure(self, name, request, nodes, count):
        self.say(f"PostgreSQL, {count} node{'s' if count > 1 else ''}: {name}")
        for port, _ in nodes:
            request.send(f"http://127.0.0.1:{port}")
        query(self.database, "SELECT pg_stat_statements_reset()")
        with concurrent.futures.ThreadPoolExecutor(len(nodes)) as threads:
            runs = list(threads.map(
                lambda node: harness.load(
                    request, node[0], node[1], self.seconds, self.folder, harness.CONNECTIONS // len(nodes)), nodes))
        statements = int(query(
            self.database, "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
            " WHERE query NOT LIKE '%pg_stat_statements%'"))
        rate = sum(run["rate"] for run in runs)
        answered = sum(run["answered"] for run in runs)
        self.say(f"    {rate:,.0f}/s, {statements / answered:.2f} statements each")
        self.rows.append({
            "name": name, "nodes": count, "rate": rate, "p50": max(run["p50"] for run in runs),
            "p99": max(run["p99"] for run in runs), "statements": statements / answered,
            "microseconds": sum(run["microseconds"] * run["rate"] for run in runs) / rate,
            "goal": self.GOALS.get(name) if count == 1 else None,
        })
