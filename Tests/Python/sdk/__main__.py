"""Drives a running service with ZITADEL's own SDK for Python, as its users do.

usage: python Tests/Python/sdk HOST PERSONAL_ACCESS_TOKEN_FILE KEY_FILE

Each area makes what it needs and removes it again. The first assertion that fails ends the program.
"""

import sys

from zitadel_client import Zitadel

import authentication
import coverage
import machines
import people
import projects
import providers
import sessions
from world import World

AREAS = [authentication, people, machines, projects, sessions, providers, coverage]


def main(host: str, token_file: str, key_file: str) -> None:
    with open(token_file, encoding="utf-8") as file:
        token = file.read().strip()
    world = World(host, Zitadel.with_access_token(host, token), token, key_file)
    for area in AREAS:
        area.check(world)
        print(f"{area.__name__}: passed", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
