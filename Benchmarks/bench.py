"""Measures the service against nginx and openssl, on this machine and over the loopback interface only.

Usage: bench.py EXECUTABLE
Environment: BENCH_SECONDS, for each measurement (10); BENCH_OUTPUT, the page to write (docs/performance.md), empty for
none.
"""

import contextlib
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

import harness
import logins
import postgres
import report
import search
import signins
from harness import Request, basic, form

SECONDS = int(os.environ.get("BENCH_SECONDS", "10"))
OUTPUT = os.environ.get("BENCH_OUTPUT", "docs/performance.md")
IDLE_CONNECTIONS = 10_000


def say(text):
    print(text, file=sys.stderr, flush=True)


class Bench:
    def __init__(self, executable, folder):
        self.executable = str(pathlib.Path(executable).resolve())
        self.folder = folder
        self.pid = None
        self.results = []
        self.sizes = []
        self.logins = []
        self.signins = []
        self.signatures = {}
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ALCAZAR_")},
            "ALCAZAR_EVENTLOOPS": "1",
        }

    def run(self):
        say("signature rates")
        self.signatures = harness.signature_rates(max(1, SECONDS // 3))
        self.measure_demo()
        self.measure_start()
        on_postgres = postgres.PostgresBench(self.executable, self.folder, SECONDS, self.environment, say).run()
        searches = search.SearchBench(self.executable, self.folder, SECONDS, self.environment, say).run()
        return report.page(
            harness.machine(), self.results, self.signatures, self.sizes, self.logins, self.signins, searches,
            on_postgres)

    def measure_demo(self):
        log = self.folder / "demo.log"
        port = harness.free_port()
        environment = {
            **self.environment, "ALCAZAR_LISTEN": f"127.0.0.1:{port}",
            "ALCAZAR_EXTERNAL_URL": f"http://127.0.0.1:{port}",
        }
        command = [self.executable, "demo", "--json"]
        with harness.child(command, log, env=environment, cwd=self.folder, stdout=subprocess.PIPE, text=True) as process:
            demo = json.loads(process.stdout.readline() or "{}")
            if not demo:
                raise SystemExit(f"the demo did not start:\n{log.read_text()[-2000:]}")
            self.pid = process.pid
            harness.wait_for(port, "/debug/ready", process, log)
            time.sleep(2)
            self.size("Resident memory, idle", harness.resident_mebibytes(self.pid), "MiB", 30)
            self.measure_requests(demo, port)
            time.sleep(2)  # until the last passwords are hashed
            after = harness.resident_mebibytes(self.pid)
            self.size("Resident memory after logins too", after, "MiB")
            self.measure_idle_connections(port, after)

    def measure_requests(self, demo, port):
        base = demo["baseUrl"]
        audience = f"urn:zitadel:iam:org:project:id:{demo['projectId']}:aud"

        def client_credentials(prefix, scope):
            credentials = basic(demo[f"{prefix}ClientId" if prefix else "clientId"],
                                demo[f"{prefix}ClientSecret" if prefix else "clientSecret"])
            return Request("POST", "/oauth/v2/token", {"Authorization": credentials},
                           [form(grant_type="client_credentials", scope=scope)])

        def token(prefix):
            _, _, body = client_credentials(prefix, f"openid profile {audience}").send(base)
            return json.loads(body)["access_token"]

        def introspection(token):
            credentials = basic(demo["apiClientId"], demo["apiClientSecret"])
            return Request("POST", "/oauth/v2/introspect", {"Authorization": credentials}, [form(token=token)])

        opaque = token("")
        grants = [
            form(grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", scope=audience, assertion=assertion)
            for assertion in harness.assertions(demo["keyFile"], base, 200, self.folder)
        ]
        self.measure("JWK set", Request("GET", "/oauth/v2/keys"), port, 0.8)
        self.measure("Introspection, opaque token", introspection(opaque), port, 0.3)
        self.measure("Introspection, JWT", introspection(token("jwt")), port, 0.3)
        self.measure("Introspection, personal access token", introspection(demo["pat"]), port, 0.3)
        self.measure("Userinfo", Request("GET", "/oidc/v1/userinfo", {"Authorization": f"Bearer {opaque}"}), port, 0.3)
        self.measure("Client credentials, opaque token", client_credentials("", audience), port, 0.3)
        self.measure("JWT profile, opaque token", Request("POST", "/oauth/v2/token", bodies=grants), port)
        self.measure("Client credentials, RS256 JWT", client_credentials("jwt", audience), port, None, "RSA-2048", 0.85)
        self.switch_to_es256(demo, base)
        self.measure("Client credentials, ES256 JWT", client_credentials("jwt", audience), port, 0.25, "P-256")
        self.size("Resident memory after the load", harness.resident_mebibytes(self.pid), "MiB", 50)
        self.logins = logins.LoginBench(demo, port, self.pid, self.folder, SECONDS, say).run(
            client_credentials("", audience))
        self.signins = signins.SignInBench(demo, port, self.pid, self.folder, SECONDS, say).run()

    def switch_to_es256(self, demo, base):
        def call(method, message):
            headers = {"Authorization": f"Bearer {demo['adminPat']}"}
            request = Request("POST", f"/zitadel.webkey.v2.WebKeyService/{method}", headers, [json.dumps(message)])
            request.headers["Content-Type"] = "application/json"
            return json.loads(request.send(base)[2])

        key = call("CreateWebKey", {"ecdsa": {"curve": "ECDSA_CURVE_P256"}})
        call("ActivateWebKey", {"id": key["id"]})

    def measure(self, name, request, port, goal=None, signature=None, signature_goal=None):
        say(name)
        answer = request.send(f"http://127.0.0.1:{port}")
        with contextlib.ExitStack() as stack:
            other, pid = harness.start_nginx(stack, request, answer, self.folder)
            nginx = harness.load(request, other, pid, SECONDS, self.folder)
        own = harness.load(request, port, self.pid, SECONDS, self.folder)
        say(f"    {own['rate']:,.0f}/s with {own['microseconds']:.1f} µs each; "
            f"nginx {nginx['rate']:,.0f}/s with {nginx['microseconds']:.1f} µs each")
        self.results.append({
            "name": name, "own": own, "nginx": nginx, "goal": goal, "signature": signature,
            "signature_goal": signature_goal,
        })

    def measure_idle_connections(self, port, before):
        say(f"{IDLE_CONNECTIONS:,} idle connections")
        held = harness.hold_connections(port, IDLE_CONNECTIONS)
        grown = harness.resident_mebibytes(self.pid)
        for connection in held:
            connection.close()
        self.size(f"Resident memory with {IDLE_CONNECTIONS:,} idle connections", grown, "MiB")
        self.size("Memory of one idle connection", (grown - before) * 1024 / IDLE_CONNECTIONS, "KiB")

    def measure_start(self):
        say("start")
        store = self.folder / "store"
        store.mkdir()
        times = []
        for attempt in range(6):
            port = harness.free_port()
            environment = {**self.environment, "ALCAZAR_LISTEN": f"127.0.0.1:{port}"}
            log = self.folder / "serve.log"
            started = time.monotonic()
            with harness.child([self.executable, "serve"], log, env=environment, cwd=store,
                               stdout=subprocess.DEVNULL) as process:
                ready = harness.wait_for(port, "/debug/ready", process, log)
            if attempt > 0:  # the first start makes the store
                times.append((ready - started) * 1000)
        self.size("From start to ready, existing store, best of 5", min(times), "ms", 100)

    def size(self, name, value, unit, goal=None):
        say(f"{name}: {value:.1f} {unit}")
        self.sizes.append([name, f"{value:.1f} {unit}", report.verdict(value, goal, smaller=True)])


def main():
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    with tempfile.TemporaryDirectory(prefix="alcazar-bench-") as folder:
        page = Bench(sys.argv[1], pathlib.Path(folder)).run()
    print(page)
    if OUTPUT:
        pathlib.Path(OUTPUT).write_text(page, encoding="utf-8")
        say(f"written to {OUTPUT}")


if __name__ == "__main__":
    main()
