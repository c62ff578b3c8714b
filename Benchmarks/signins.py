"""Sign-ins of people to applications over the API: authorization request, session, callback, code exchange, refresh."""

import base64
import concurrent.futures
import hashlib
import http.client
import json
import threading
import urllib.parse

import harness
from harness import Request, form

CODES = 4000
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
        """Each step as name and figures, then the flow: so many sign-ins a second as one loop has time for."""
        steps = [
            ("Authorization request", self.load(Request("GET", self.authorize_path("openid"), self.login_client()))),
            ("Session create, user check", self.load(self.session_request())),
        ]
        self.say("codes")
        with_id_token = self.redeem("openid profile", "with an ID token")
        without = self.redeem("offline_access", "without")
        return steps, with_id_token, without

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

    def code(self, scope):
        """A code as an application gets it."""
        path = self.authorize_path(scope)
        _, headers, _ = self.exchange("GET", path, None, self.login_client())
        request = urllib.parse.parse_qs(urllib.parse.urlsplit(headers["Location"]).query)["authRequest"][0]
        _, _, body = self.exchange(
            "POST", "/zitadel.oidc.v2.OIDCService/CreateCallback",
            json.dumps({"authRequestId": request, "session": self.session}),
            {"Authorization": f"Bearer {self.demo['pat']}", "Content-Type": "application/json"})
        callback = urllib.parse.urlsplit(json.loads(body)["callbackUrl"])
        return urllib.parse.parse_qs(callback.query)["code"][0]

    def redeem(self, scope, words):
        """Exchanges codes, then refreshes what they gave."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            codes = list(pool.map(lambda _: self.code(scope), range(CODES)))
        bodies = [form(grant_type="authorization_code", code=code, redirect_uri=REDIRECT_URI, code_verifier=VERIFIER,
                       client_id=self.client_id) for code in codes]
        # One answer is kept, for what it looks like.
        self.say(f"code exchange, {words}")
        result = harness.load_once(Request("POST", "/oauth/v2/token", bodies=bodies), self.port, self.folder)
        self.say(f"    {result['rate']:,.0f}/s")
        return result

    def refresh(self, scope):
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            tokens = list(pool.map(lambda _: self.tokens(scope)["refresh_token"], range(CODES)))
        bodies = [form(grant_type="refresh_token", refresh_token=token, client_id=self.client_id) for token in tokens]
        self.say("refresh")
        result = harness.load_once(Request("POST", "/oauth/v2/token", bodies=bodies), self.port, self.folder)
        self.say(f"    {result['rate']:,.0f}/s")
        return result

    def tokens(self, scope):
        body = form(grant_type="authorization_code", code=self.code(scope), redirect_uri=REDIRECT_URI,
                    code_verifier=VERIFIER, client_id=self.client_id)
        _, _, answer = self.exchange("POST", "/oauth/v2/token", body,
                                     {"Content-Type": "application/x-www-form-urlencoded"})
        return json.loads(answer)

    def load(self, request):
        result = harness.load(request, self.port, self.pid, self.seconds, self.folder)
        self.say(f"    {result['rate']:,.0f}/s")
        return result

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
