"""What the benchmark is made of: requests, the service, nginx and wrk as child processes, and the machine's facts."""

import base64
import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request

FOLDER = pathlib.Path(__file__).resolve().parent
CONNECTIONS = 64


class Request:
    """One request, and the answer that was seen to it."""

    def __init__(self, method, path, headers=None, bodies=()):
        self.method = method
        self.path = path
        self.headers = dict(headers or {})
        self.bodies = list(bodies)
        if self.bodies:
            self.headers["Content-Type"] = "application/x-www-form-urlencoded"

    def send(self, base_url):
        """Returns status, headers and body of one exchange."""
        body = self.bodies[0].encode() if self.bodies else None
        request = urllib.request.Request(base_url + self.path, body, self.headers, method=self.method)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.headers.items(), answer.read()
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{self.method} {self.path}: {error.code} {error.read().decode()}") from error

    def lua(self):
        def text(value):
            return json.dumps(value)  # ASCII, whose escapes Lua reads the same way

        headers = ", ".join(f"[{text(name)}] = {text(value)}" for name, value in self.headers.items())
        bodies = ", ".join(text(body) for body in self.bodies)
        return (
            f"return {{method = {text(self.method)}, path = {text(self.path)}, "
            f"headers = {{{headers}}}, bodies = {{{bodies}}}}}\n"
        )


def form(**parameters):
    return urllib.parse.urlencode(parameters)


def basic(client_id, secret):
    pair = f"{urllib.parse.quote_plus(client_id)}:{urllib.parse.quote_plus(secret)}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def decoded(text):
    """The bytes of base64 text, padded or not."""
    return base64.b64decode(text + "=" * (-len(text) % 4))


def base64url(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def assertions(key_file, audience, count, folder):
    """Signed assertions of a machine user (RFC 7523), each with another `iat`."""
    key = json.loads(pathlib.Path(key_file).read_text())
    pem = folder / "machine.pem"
    pem.write_text(key["key"])
    header = base64url(json.dumps({"alg": "RS256", "kid": key["keyId"]}).encode())
    now = int(time.time())
    for age in range(count):
        claims = {"iss": key["userId"], "sub": key["userId"], "aud": audience, "iat": now - age, "exp": now + 3000}
        signed = f"{header}.{base64url(json.dumps(claims).encode())}"
        signature = subprocess.run(
            ["openssl", "dgst", "-sha256", "-sign", pem], input=signed.encode(), capture_output=True, check=True
        )
        yield f"{signed}.{base64url(signature.stdout)}"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def exchange(port, path, timeout=5.0):
    """The status of a bare GET."""
    with socket.create_connection(("127.0.0.1", port), timeout) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        return int(connection.recv(4096).split(b" ", 2)[1])


@contextlib.contextmanager
def child(arguments, log, **options):
    """A process that is gone at the end, whatever happens."""
    with open(log, "ab") as stream:
        process = subprocess.Popen(arguments, stderr=stream, **options)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_for(port, path, process, log, seconds=20):
    """Polls until the path answers 200, and returns the moment."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"the process ended early:\n{pathlib.Path(log).read_text()[-2000:]}")
        with contextlib.suppress(OSError, IndexError, ValueError):
            if exchange(port, path) == 200:
                return time.monotonic()
        time.sleep(0.0005)
    raise SystemExit(f"no answer from {path} after {seconds} s:\n{pathlib.Path(log).read_text()[-2000:]}")


def start_nginx(stack, request, answer, folder):
    """Starts an nginx that gives the same answer, and returns its port and process."""
    status, headers, body = answer
    quoted = body.decode().replace("\\", "\\\\").replace('"', '\\"')
    if len(quoted) > 4000 or "$" in quoted:
        raise SystemExit("this answer does not fit a return directive of nginx")
    lines = []
    for name, value in headers:
        value = value.replace("\\", "\\\\").replace('"', '\\"')
        if name.lower() == "content-type":
            lines.append(f'default_type "{value}";')
        elif name.lower() not in ("date", "content-length", "connection", "server", "keep-alive"):
            lines.append(f'add_header {name} "{value}";')
    lines.append(f'return {status} "{quoted}";')
    location = "location = " + request.path + " { " + " ".join(lines) + " }"
    port = free_port()
    configuration = (FOLDER / "nginx.conf").read_text()
    for name, value in (("folder", str(folder)), ("port", str(port)), ("locations", location)):
        configuration = configuration.replace("{" + name + "}", value)
    file = folder / "nginx.conf"
    file.write_text(configuration)
    log = folder / "nginx.log"
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    process = stack.enter_context(child([binary, "-e", "stderr", "-p", folder, "-c", file], log))
    end = time.monotonic() + 10
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return port, process.pid
        time.sleep(0.01)
    raise SystemExit(f"nginx did not start:\n{log.read_text()}")


def processor_seconds(pid):
    """What the process has used of the processors, itself and in the kernel."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wrk(request, port, seconds, folder, connections):
    """The command that sends a request as fast as it is answered."""
    file = folder / f"request-{port}-{hash(request)}.lua"
    file.write_text(request.lua())
    return [
        "wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "-s", FOLDER / "wrk.lua",
        f"http://127.0.0.1:{port}", "--", file,
    ]


def load(request, port, pid, seconds, folder, connections=CONNECTIONS):
    """Runs wrk after a warm-up; returns its figures, and the server's processor time for a request."""
    answered = 0
    for duration in (max(1, seconds // 5), seconds):
        used = processor_seconds(pid)
        run = subprocess.run(
            wrk(request, port, duration, folder, connections), capture_output=True, text=True, timeout=duration + 60)
        if run.returncode != 0:
            raise SystemExit(f"wrk failed: {run.stderr.strip() or run.stdout.strip()}")
        result = json.loads(run.stdout.strip().splitlines()[-1])
        answered += result["requests"]
    if result["refused"] or result["broken"]:
        raise SystemExit(f"{request.method} {request.path}: {result['refused']} refused, {result['broken']} broken")
    result["answered"] = answered  # in the warm-up too
    result["rate"] = result["requests"] / result["seconds"]
    result["microseconds"] = (processor_seconds(pid) - used) * 1e6 / result["requests"]
    return result


def load_once(request, port, folder):
    """Sends each body of a request once; returns wrk's figures."""
    file = folder / f"once-{port}.lua"
    file.write_text(request.lua())
    run = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", "-d60s", "-s", FOLDER / "once.lua", f"http://127.0.0.1:{port}", "--", file],
        capture_output=True, text=True, timeout=120)
    if run.returncode != 0:
        raise SystemExit(f"wrk failed: {run.stderr.strip() or run.stdout.strip()}")
    result = json.loads(run.stdout.strip().splitlines()[-1])
    if result["refused"]:
        raise SystemExit(f"{request.method} {request.path}: {result['refused']} of {result['requests']} refused")
    result["rate"] = result["requests"] / result["seconds"]
    return result


@contextlib.contextmanager
def background_load(request, port, folder, connections):
    """Keeps sending a request as long as the block runs."""
    with background([wrk(request, port, 600, folder, connections)]):
        yield


@contextlib.contextmanager
def background(commands):
    """Lets commands run as long as the block."""
    processes = [
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) for command in commands]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()


def resident_mebibytes(pid):
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) / 1024


def hold_connections(port, count):
    """Opens that many connections, lets each make one request, and returns them open."""
    held = []
    for number in range(count):
        connection = socket.socket()
        # Loopback addresses in turn, for the service limits the connections of one.
        connection.bind((f"127.0.0.{2 + number % 100}", 0))
        connection.connect(("127.0.0.1", port))
        connection.sendall(b"GET /debug/healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
            raise SystemExit(f"connection {number} was refused")
        held.append(connection)
    return held


def signature_rates(seconds):
    """Signatures per second on one core: RSA-2048 and ECDSA on P-256."""
    run = subprocess.run(
        ["openssl", "speed", "-mr", "-seconds", str(seconds), "rsa2048", "ecdsap256"],
        capture_output=True, text=True, check=True,
    )
    rsa = re.search(r"^\+F2:\d+:2048:([0-9.]+):", run.stdout, re.MULTILINE)
    ecdsa = re.search(r"^\+F4:\d+:256:([0-9.]+):", run.stdout, re.MULTILINE)
    return {"RSA-2048": float(rsa.group(1)), "P-256": float(ecdsa.group(1))}


def machine():
    """What the figures were measured on."""
    processor = re.search(r"model name\s*:\s*(.*)", pathlib.Path("/proc/cpuinfo").read_text())
    system = re.search(r'PRETTY_NAME="(.*)"', pathlib.Path("/etc/os-release").read_text())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30

    def first_line(*command):
        run = subprocess.run(command, capture_output=True, text=True, check=True)
        return (run.stdout + run.stderr).strip().splitlines()[0]

    return [
        ("Processor", f"{processor.group(1) if processor else os.uname().machine}, {os.cpu_count()} cores"),
        ("Memory", f"{memory:.0f} GiB"),
        ("System", f"{system.group(1) if system else 'Linux'}, Linux {os.uname().release.split('-')[0]}"),
        ("Compiler", first_line("swift", "--version")),
        ("Libraries", first_line("openssl", "version").split(" (")[0]),
        ("Compared with", first_line(shutil.which("nginx") or "/usr/sbin/nginx", "-v").split(": ")[-1]),
    ]
