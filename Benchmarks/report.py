"""The report of the benchmark, as the page docs/performance.md."""

import datetime

import search

INTRODUCTION = """# Performance

Written by `make bench`. The service runs with one event loop. `wrk` sends the same request over 64 connections from one
thread of the same machine, first to an nginx with one worker that gives the same bytes as a static answer, then to the
service. The ratio of the two says more than either rate: it changes little from machine to machine. "Processor" is the
time that all threads of the service spend on one request, in the kernel too; on a machine that is busy with other things
it is the figure to compare.
"""


def table(heads, rows, align="---:"):
    lines = ["| " + " | ".join(heads) + " |", "|" + "|".join(["---"] + [align] * (len(heads) - 1)) + "|"]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def milliseconds(microseconds):
    return f"{microseconds / 1000:.2f} ms"


def verdict(value, goal, smaller=False):
    """The goal, and whether the value reaches it."""
    if goal is None:
        return "–"
    met = value <= goal if smaller else value >= goal
    return f"{'≤' if smaller else '≥'} {goal:g} {'✓' if met else '✗'}"


def request_table(results, signatures):
    rows = []
    for result in results:
        own, other = result["own"], result["nginx"]
        ratio = own["rate"] / other["rate"]
        kind = result["signature"]
        share = own["rate"] / signatures[kind] if kind else None
        rows.append([
            result["name"], f"{own['rate']:,.0f}", milliseconds(own["p50"]), milliseconds(own["p99"]),
            f"{own['microseconds']:.1f} µs", f"{other['rate']:,.0f}", f"{ratio:.2f}", verdict(ratio, result["goal"]),
            f"{share:.2f}" if share else "–", verdict(share, result["signature_goal"]),
        ])
    heads = ["Request", "per second", "p50", "p99", "processor", "nginx", "of nginx", "goal", "of signatures", "goal"]
    return table(heads, rows)


def postgres_table(rows):
    cells = [
        [
            row["name"], str(row["nodes"]), f"{row['rate']:,.0f}", verdict(row["rate"], row["goal"]),
            milliseconds(row["p50"]), milliseconds(row["p99"]), f"{row['microseconds']:.1f} µs",
            f"{row['statements']:.2f}",
        ]
        for row in rows
    ]
    heads = ["Request", "nodes", "per second", "goal", "p50", "p99", "processor", "statements"]
    return table(heads, cells)


def login_table(rows):
    cells = [
        [name, f"{value:,.0f}{unit}" if unit else f"{value:.2f}", verdict(value, goal)] for name, value, unit, goal in rows
    ]
    return table(["Measured", "value", "goal"], cells)


def search_section(creations, searches):
    cells = [
        [name, milliseconds(result["p50"]), milliseconds(result["p99"]),
         verdict(result["p99"] / 1000, search.GOAL_MILLISECONDS, smaller=True), f"{result['microseconds']:,.0f} µs"]
        for name, result in searches
    ]
    return (
        f"## Search among {search.USERS:,} users\n\nThe users are made first, by parallel calls. Then each search is asked "
        "for again and again, with other words\neach time, over one connection: for the first 100 users of an organization "
        "that has nearly all of them, with\nthe number of all that match; \"processor\" is the service's time for one.\n\n"
        + login_table(creations) + "\n" + table(["Search for", "p50", "p99", "goal, ms", "processor"], cells))


def page(facts, results, signatures, sizes, logins, signins, searches, on_postgres):
    today = datetime.date.today().isoformat()
    rates = ", ".join(f"{kind} {rate:,.0f}" for kind, rate in signatures.items())
    parts = [
        INTRODUCTION,
        f"## Requests\n\n{request_table(results, signatures)}",
        f"Signatures a second that `openssl speed` makes on one core: {rates}. An answer with a JWT in it costs one.\n",
        "## Logins\n\nEach password check hashes with Argon2id, 19 MiB and two passes, on threads of its own that yield to "
        "the event loop.\n\n" + login_table(logins),
        "## Sign-ins to applications\n\nOver the API, with a session that was proven before. What can be used once is made before it is "
        "measured, and sent to nginx first.\n\n" + login_table(signins),
        search_section(*searches),
        "## On PostgreSQL\n\nPostgreSQL with its defaults (every commit is on the disk), one or two nodes with one event "
        "loop each, and the\nload generator share the machine. \"Processor\" is the node's time for a request; "
        "\"statements\" are those that\nPostgreSQL counted for a request.\n\n" + postgres_table(on_postgres),
        "## Memory and start\n\n" + table(["Measured", "value", "goal"], sizes),
        f"## Machine\n\nOn {today}:\n\n" + table(["", ""], facts, align="---"),
    ]
    return "\n".join(parts)
