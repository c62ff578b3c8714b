"""Sign-ins of people to applications over the API: authorization request, session, callback, code exchange, refresh."""

import base64
import concurrent.futures
import contextlib
import hashlib
import http.client
import json
import threading
import urllib.parse

import harness
from harness import Request, form

# So many of what can be used once.
COUNT = 12_000
CALLBACK = "/zitadel.oidc.v2.OIDCService/CreateCallback"
TOKEN = "/oauth/v2/token"
REDIRECT_URI = "https://app.example/callback"
VERIFIER = "0123456789abcdef0123456789abcdef0123456789abcdef"


class SignInBench:
    def __init__(self, demo, port, pid, folder, seconds, say):
        self.demo = demo
        self.port = port
        self.pid = pid
        self.folder = folder
        self.seconds = seconds
        self.say = say
        self.connections = threading.local()
        self.client_id = self.add_client()
        self.add_login_client()
        self.session = self.sign_in()

    def run(self):
        """Rows of the table: name, value, unit, goal. A sign-in is a request, a session, a callback and an exchange."""
        scope = "openid profile"
        self.say("authorization requests")
        request = self.load(Request("GET", self.authorize_path(scope), self.login_client()))
        session = self.load(self.session_request())
        callback, _ = self.once("callbacks", CALLBACK, self.callback, scope, self.json_of_login_client())
        opaque, opaque_nginx = self.once("code exchange, no ID token", TOKEN, self.code_exchange, "offline_access")
        signed, _ = self.once("code exchange, ID token", TOKEN, self.code_exchange, scope)
        refreshed, refreshed_nginx = self.once("refresh, no ID token", TOKEN, self.refresh, "offline_access")
        return [
            ("Authorization request", request, "/s", None),
            ("Callback", callback, "/s", None),
            ("Code exchange with an ES256 ID token", signed, "/s", None),
            ("Code exchange without an ID token", opaque, "/s", None),
            ("Code exchange without an ID token, of nginx", opaque / opaque_nginx, "", 0.25),
            ("Refresh without an ID token", refreshed, "/s", None),
            ("Refresh without an ID token, of nginx", refreshed / refreshed_nginx, "", 0.25),
            ("Sign-ins: request, session, callback, exchange",
             1 / sum(1 / rate for rate in (request, session, callback, signed)), "/s", 1500),
        ]

    def add_client(self):
        created = self.call("zitadel.application.v2.ApplicationService/CreateApplication", {
            "projectId": self.demo["projectId"], "name": "Benchmark", "oidcConfiguration": {
                "redirectUris": [REDIRECT_URI], "responseTypes": ["OIDC_RESPONSE_TYPE_CODE"],
                "grantTypes": ["OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "OIDC_GRANT_TYPE_REFRESH_TOKEN"],
                "applicationType": "OIDC_APP_TYPE_NATIVE", "authMethodType": "OIDC_AUTH_METHOD_TYPE_NONE"}})
        return created["oidcConfiguration"]["clientId"]

    def add_login_client(self):
        self.call("zitadel.internal_permission.v2.InternalPermissionService/CreateAdministrator", {
            "userId": self.demo["userId"], "roles": ["IAM_LOGIN_CLIENT"], "resource": {"instance": True}})

    def sign_in(self):
        made = self.call("zitadel.session.v2.SessionService/CreateSession", {"checks": {
            "user": {"loginName": self.demo["loginName"]}, "password": {"password": self.demo["password"]}}})
        return {"sessionId": made["sessionId"], "sessionToken": made["sessionToken"]}

    def session_request(self):
        request = Request("POST", "/v2/sessions", {"Authorization": f"Bearer {self.demo['adminPat']}"},
                          [json.dumps({"checks": {"user": {"userId": self.demo["humanId"]}}})])
        request.headers["Content-Type"] = "application/json"
        return request

    def login_client(self):
        return {"x-zitadel-login-client": self.demo["userId"]}

    def authorize_path(self, scope):
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        return "/oauth/v2/authorize?" + urllib.parse.urlencode({
            "client_id": self.client_id, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": scope,
            "state": "state", "nonce": "nonce", "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode()})

    def auth_request(self, scope):
        _, headers, _ = self.exchange("GET", self.authorize_path(scope), None, self.login_client())
        return urllib.parse.parse_qs(urllib.parse.urlsplit(headers["Location"]).query)["authRequest"][0]

    def callback(self, scope):
        """The answer to a new request, as a login page gives it."""
        return json.dumps({"authRequestId": self.auth_request(scope), "session": self.session})

    def code_exchange(self, scope):
        _, _, body = self.exchange("POST", CALLBACK, self.callback(scope), self.json_of_login_client())
        query = urllib.parse.urlsplit(json.loads(body)["callbackUrl"]).query
        return form(grant_type="authorization_code", code=urllib.parse.parse_qs(query)["code"][0],
                    redirect_uri=REDIRECT_URI, code_verifier=VERIFIER, client_id=self.client_id)

    def refresh(self, scope):
        _, _, answer = self.exchange("POST", "/oauth/v2/token", self.code_exchange(scope),
                                     {"Content-Type": "application/x-www-form-urlencoded"})
        return form(grant_type="refresh_token", refresh_token=json.loads(answer)["refresh_token"],
                    client_id=self.client_id)

    def many(self, make, scope):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            return list(pool.map(lambda _: make(scope), range(COUNT + 1)))

    def json_of_login_client(self):
        return {"Authorization": f"Bearer {self.demo['pat']}", "Content-Type": "application/json"}

    def once(self, name, path, make, scope, headers=None):
        """Sends what counts once; returns the service's rate, and that of an nginx that gives the same answer."""
        self.say(name)
        request = Request("POST", path, bodies=self.many(make, scope))
        request.headers.update(headers or {})
        example = Request("POST", path, bodies=[request.bodies.pop()])
        example.headers = request.headers
        answer = example.send(f"http://127.0.0.1:{self.port}")
        with contextlib.ExitStack() as stack:
            other, _ = harness.start_nginx(stack, request, answer, self.folder)
            nginx = harness.load_once(request, other, self.folder)["rate"]
        own = harness.load_once(request, self.port, self.folder)["rate"]
        self.say(f"    {own:,.0f}/s; nginx {nginx:,.0f}/s")
        return own, nginx

    def load(self, request):
        rate = harness.load(request, self.port, self.pid, self.seconds, self.folder)["rate"]
        self.say(f"    {rate:,.0f}/s")
        return rate

    def call(self, method, message):
        _, _, body = self.exchange("POST", f"/{method}", json.dumps(message), {
            "Authorization": f"Bearer {self.demo['adminPat']}", "Content-Type": "application/json"})
        return json.loads(body)

    def exchange(self, method, path, body, headers):
        """One exchange over this thread's connection."""
        if not hasattr(self.connections, "own"):
            self.connections.own = http.client.HTTPConnection("127.0.0.1", self.port)
        self.connections.own.request(method, path, body, headers)
        answer = self.connections.own.getresponse()
        content = answer.read()
        if answer.status >= 400:
            raise SystemExit(f"{method} {path}: {answer.status} {content.decode()}")
        return answer.status, answer.headers, content
