"""A mail server for tests, on a port of the system's choice or the one that is asked for.

Each mail that arrives is a line of JSON on standard output, as Python's own parser understands it. How the server
answers is in the local part of the receiver's address.
"""

import argparse
import asyncio
import email
import email.header
import email.policy
import email.utils
import json
import os
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.split("@")[0]
        if local == "refused":
            return "550 5.1.1 no such mailbox"
        if local == "later":
            return "451 4.3.0 try again later"
        if local == "dropped-early":
            server.transport.abort()
            return "421 gone"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        local = envelope.rcpt_tos[0].split("@")[0]
        tell(server, session, envelope)
        if local == "data-refused":
            return "554 5.7.1 not this one"
        if local == "data-later":
            return "452 4.2.2 mailbox full"
        if local == "dropped":
            server.transport.abort()
        if local == "stalled":
            await asyncio.sleep(3600)
        return "250 OK"


async def end_with(parent):
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    os._exit(0)


def tell(server, session, envelope):
    mail = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
    parts = {part.get_content_type(): part.get_content() for part in mail.iter_parts()}
    lines = envelope.original_content.split(b"\r\n")
    # The policy's parser of Python 3.11 puts blanks between the encoded words of a name (RFC 2047 §6.2).
    name, address = email.utils.parseaddr(dict(mail.raw_items())["From"])
    say(
        {
            "sender": envelope.mail_from,
            "receivers": envelope.rcpt_tos,
            "authenticated": bool(session.authenticated),
            "secure": session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None,
            "headers": [[name, str(value)] for name, value in mail.items()],
            "type": mail.get_content_type(),
            "defects": [type(defect).__name__ for part in mail.walk() for defect in part.defects],
            "fromName": str(email.header.make_header(email.header.decode_header(name))),
            "fromAddress": address,
            "date": mail["Date"].datetime.isoformat(),
            "text": parts.get("text/plain", "").replace("\r\n", "\n"),
            "html": parts.get("text/html", "").replace("\r\n", "\n"),
            "longestLine": max(len(line) for line in lines),
            "hasBareLineEnd": any(b"\n" in line or b"\r" in line for line in lines),
        }
    )


def say(value):
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


async def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--security", choices=["none", "starttls", "implicit"], default="none")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user")
    parser.add_argument("--password")
    parser.add_argument("--port", type=int, default=0)
    options = parser.parse_args()

    context = None
    if options.security != "none":
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(options.certificate, options.key)

    def authenticate(server, session, envelope, mechanism, data):
        right = (
            isinstance(data, LoginPassword)
            and data.login == options.user.encode()
            and data.password == options.password.encode()
        )
        return AuthResult(success=right, handled=False)

    def protocol():
        settings = {"hostname": "localhost", "loop": asyncio.get_running_loop()}
        if options.security == "starttls":
            settings |= {"tls_context": context, "require_starttls": True}
        if options.user:
            settings |= {
                "authenticator": authenticate,
                "auth_required": True,
                "auth_require_tls": options.security == "starttls",
            }
        return SMTP(Handler(), **settings)

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", options.port, ssl=context if options.security == "implicit" else None
    )
    asyncio.get_running_loop().create_task(end_with(os.getppid()))
    say({"port": server.sockets[0].getsockname()[1]})
    await server.serve_forever()


asyncio.run(main())
