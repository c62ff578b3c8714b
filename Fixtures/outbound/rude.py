"""A web server for tests that goes on and on, on a port of the system's choice. What it goes on with is the path."""

import asyncio
import json
import os
import sys

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
LINE = b"X-More: " + b"x" * 200 + b"\r\n"
# Written first, written again and again, and the seconds in between.
WAYS = {
    "/fields": (HEAD, LINE * 10, 0),
    "/line": (HEAD + b"X-Long: ", b"x" * 1000, 0),
    "/interim": (b"", b"HTTP/1.1 103 Early Hints\r\n" + LINE + b"\r\n", 0),
    "/trailers": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n", LINE * 10, 0),
    "/body": (HEAD + b"\r\n", b"x" * 1000, 0),
    "/trickle": (HEAD + b"\r\n", b"x", 0.05),
    "/trickling-fields": (HEAD + b"X-Long: ", b"x", 0.05),
    "/silence": (b"", b"", 0.05),
}


async def answer(reader, writer):
    try:
        request = await reader.readuntil(b"\r\n\r\n")
        first, more, pause = WAYS[request.split()[1].decode()]
        writer.write(first)
        # More than any limit of a client, so that a client without one is noticed too.
        for _ in range(1_000_000):
            writer.write(more)
            await writer.drain()
            await asyncio.sleep(pause)
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def end_with(parent):
    while os.getppid() == parent:
        await asyncio.sleep(0.5)
    os._exit(0)


async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    asyncio.get_running_loop().create_task(end_with(os.getppid()))
    sys.stdout.write(json.dumps({"port": server.sockets[0].getsockname()[1]}) + "\n")
    sys.stdout.flush()
    await server.serve_forever()


asyncio.run(main())
