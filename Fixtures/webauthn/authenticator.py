#!/usr/bin/env python3
"""Registers and uses passkeys and a security key at a running service, with the package fido2 as the authenticator.

    authenticator.py BASE_URL TOKEN_FILE USER_ID

BASE_URL is also the origin of the pretended page. Prints a line for each step that went as it must, and ends with 1 at
the first that did not.
"""
import base64
import datetime
import hashlib
import json
import os
import sys
import urllib.error
import urllib.request

from cryptography import x509
from cryptography.hazmat.backends import default_backend
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from fido2 import cbor, cose
from fido2.webauthn import AttestedCredentialData, AuthenticatorData


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Authenticator:
    """One credential and the browser in front of it."""

    def __init__(self, origin, kind="ES256", attestation="none", verifies_user=True, counts=True):
        self.origin, self.attestation, self.verifies_user, self.counts = origin, attestation, verifies_user, counts
        self.id, self.count, self.kind = os.urandom(32), 0, kind
        if kind == "ES256":
            self.key = ec.generate_private_key(ec.SECP256R1(), default_backend())
        elif kind == "EdDSA":
            self.key = ed25519.Ed25519PrivateKey.generate()
        else:
            self.key = rsa.generate_private_key(65537, 2048, default_backend())
        self.cose = getattr(cose, kind).from_cryptography_key(self.key.public_key())

    def sign(self, message):
        if self.kind == "ES256":
            return self.key.sign(message, ec.ECDSA(hashes.SHA256()))
        if self.kind == "EdDSA":
            return self.key.sign(message)
        return self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())

    def data(self, rp_id, credential=b""):
        self.count += 1 if self.counts else 0
        flags = 0x01 | (0x04 if self.verifies_user else 0) | (0x40 if credential else 0)
        return AuthenticatorData.create(hashlib.sha256(rp_id.encode()).digest(), flags, self.count, credential)

    def client_data(self, type, options, origin):
        return json.dumps({
            "type": type, "challenge": options["challenge"], "origin": origin or self.origin, "crossOrigin": False,
        }).encode()

    def create(self, options, origin=None):
        options = options["publicKey"]
        client_data = self.client_data("webauthn.create", options, origin)
        credential = AttestedCredentialData.create(bytes(16), self.id, self.cose)
        data = self.data(options["rp"]["id"], credential)
        digest = hashlib.sha256(client_data).digest()
        statement = {}
        if self.attestation == "packed":
            statement = {"alg": self.cose.ALGORITHM, "sig": self.sign(bytes(data) + digest)}
        elif self.attestation == "fido-u2f":
            key, certificate = model()
            point = b"\x04" + self.cose[-2] + self.cose[-3]
            message = b"\x00" + bytes(data)[:32] + digest + self.id + point
            statement = {"sig": key.sign(message, ec.ECDSA(hashes.SHA256())), "x5c": [certificate]}
        attestation = cbor.encode({"fmt": self.attestation, "attStmt": statement, "authData": bytes(data)})
        return self.credential(clientDataJSON=client_data, attestationObject=attestation)

    def get(self, options, origin=None):
        options = options["publicKey"]
        assert any(decode(one["id"]) == self.id for one in options["allowCredentials"]), "not allowed"
        client_data = self.client_data("webauthn.get", options, origin)
        data = bytes(self.data(options["rpId"]))
        signature = self.sign(data + hashlib.sha256(client_data).digest())
        return self.credential(clientDataJSON=client_data, authenticatorData=data, signature=signature)

    def credential(self, **response):
        response = {name: encode(value) for name, value in response.items()}
        return {"type": "public-key", "id": encode(self.id), "rawId": encode(self.id), "response": response}


def model():
    """A key of a model of security keys, and its certificate."""
    key = ec.generate_private_key(ec.SECP256R1(), default_backend())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "Security Key")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(datetime.datetime(2020, 1, 1)).not_valid_after(datetime.datetime(2120, 1, 1))
        .sign(key, hashes.SHA256(), default_backend()))
    return key, certificate.public_bytes(serialization.Encoding.DER)


class Service:
    def __init__(self, base, token):
        self.base, self.token = base, token

    def call(self, method, message):
        """The answer, or the refusal's text."""
        request = urllib.request.Request(
            "%s/zitadel.%s" % (self.base, method), json.dumps(message).encode(),
            {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"})
        try:
            return json.loads(urllib.request.urlopen(request, timeout=20).read())
        except urllib.error.HTTPError as error:
            return error.read().decode()


def main(base, token_file, user):
    with open(token_file) as file:
        service = Service(base, file.read().strip())
    users = lambda method, message: service.call("user.v2.UserService/" + method, dict(message, userId=user))

    def step(name, answer, refusal=None):
        good = isinstance(answer, dict) if refusal is None else isinstance(answer, str) and refusal in answer
        if not good:
            sys.exit("%s: %s" % (name, answer))
        print(name, flush=True)
        return answer

    def begin(kind, **more):
        started = users("Register" + kind, more)
        assert isinstance(started, dict), started
        id = started["passkeyId" if kind == "Passkey" else "u2fId"]
        return id, started["publicKeyCredentialCreationOptions"]

    def finish(kind, id, credential):
        if kind == "Passkey":
            message = {"passkeyId": id, "passkeyName": "passkey", "publicKeyCredential": credential}
            return users("VerifyPasskeyRegistration", message)
        return users("VerifyU2FRegistration", {"u2fId": id, "tokenName": "key", "publicKeyCredential": credential})

    def register(kind, authenticator, **more):
        id, options = begin(kind, **more)
        return finish(kind, id, authenticator.create(options))

    # Registration.
    passkey = Authenticator(base)
    link = users("CreatePasskeyRegistrationLink", {"returnCode": {}})["code"]
    step("a passkey by link", register("Passkey", passkey, code=link))
    step("a used link", users("RegisterPasskey", {"code": link}), "COMMAND-Eeb2a")
    step("a passkey registered twice", register("Passkey", passkey), "WEBAU-3Vb9s")
    step("a passkey with RS256", register("Passkey", Authenticator(base, "RS256")))
    step("a passkey with EdDSA", register("Passkey", Authenticator(base, "EdDSA")))
    step("a passkey that attests itself", register("Passkey", Authenticator(base, attestation="packed")))
    step("a passkey without its user", register("Passkey", Authenticator(base, verifies_user=False)), "WEBAU-3Vb9s")
    id, options = begin("Passkey")
    late = Authenticator(base)
    port = base.rsplit(":", 1)[1]
    elsewhere = {
        "another scheme": "ftp://localhost:" + port, "another port": "http://localhost:1",
        "another host": "https://localhost.example:" + port, "a host that ends alike": "https://badlocalhost:" + port}
    for name, origin in elsewhere.items():
        step("a registration at " + name, finish("Passkey", id, late.create(options, origin)), "WEBAU-3Vb9s")
    credential = late.create(options)
    step("a registration at last", finish("Passkey", id, credential))
    step("a registration replayed", finish("Passkey", id, credential), "WEBAU-5M9so")
    key = Authenticator(base, attestation="fido-u2f", verifies_user=False)
    step("a security key with a certificate", register("U2F", key))
    listed = step("the list of passkeys", users("ListPasskeys", {}))
    assert len(listed["result"]) == 5, listed

    # Authentication.
    def sessions(method, message):
        return service.call("session.v2.SessionService/" + method, message)

    def challenge(requirement, session=None):
        challenges = {"webAuthN": {
            "domain": "localhost", "userVerificationRequirement": "USER_VERIFICATION_REQUIREMENT_" + requirement}}
        if session is None:
            answer = sessions("CreateSession", {"checks": {"user": {"userId": user}}, "challenges": challenges})
            session = answer["sessionId"]
        else:
            answer = sessions("SetSession", {"sessionId": session, "challenges": challenges})
        return session, answer["challenges"]["webAuthN"]["publicKeyCredentialRequestOptions"]

    def prove(session, assertion):
        return sessions("SetSession", {
            "sessionId": session, "checks": {"webAuthN": {"credentialAssertionData": assertion}}})

    def factor(session):
        return sessions("GetSession", {"sessionId": session})["session"]["factors"].get("webAuthN")

    session, options = challenge("REQUIRED")
    for name, origin in elsewhere.items():
        step("an assertion at " + name, prove(session, passkey.get(options, origin)), "WEBAU-3M9si")
    assert factor(session) is None
    assertion = passkey.get(options)
    step("an assertion of a passkey", prove(session, assertion))
    assert factor(session)["userVerified"] is True
    step("an assertion replayed", prove(session, assertion), "COMMAND-Ioqu5")
    session, options = challenge("REQUIRED")
    step("an assertion for another challenge", prove(session, assertion), "WEBAU-3M9si")
    passkey.count = 1
    step("an assertion of a copy", prove(session, passkey.get(options)), "WEBAU-4M90s")
    passkey.count = 1000
    passkey.verifies_user = False
    step("an assertion without the user", prove(session, passkey.get(options)), "WEBAU-3M9si")
    session, options = challenge("DISCOURAGED", session)
    step("an assertion of a security key", prove(session, key.get(options)))
    assert "userVerified" not in factor(session), factor(session)
    session, options = challenge("PREFERRED")
    key.count = 0
    step("an assertion of a copied key", prove(session, key.get(options)), "WEBAU-4M90s")


main(*sys.argv[1:])
