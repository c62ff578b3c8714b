"""Every method of the SDK's services that this service has is there, and answers what the SDK understands."""

import inspect
import typing

from zitadel_client import ApiError

from world import World

SERVICES = [
    "applications",
    "authorizations",
    "idps",
    "internal_permissions",
    "oidc",
    "organizations",
    "projects",
    "sessions",
    "settings",
    "users",
    "webkeys",
]


def check(world: World) -> None:
    missing = set()
    for service in SERVICES:
        api = getattr(world.client, service)
        for name, method in inspect.getmembers(api, inspect.ismethod):
            if not name.startswith("_") and not answers(method):
                missing.add(f"{service}.{name}")
    assert not missing, missing


def answers(method: typing.Callable[..., object]) -> bool:
    """Calls a method with an empty message, which most methods refuse for one reason or another."""
    try:
        method(empty_message(method))
    except ApiError as error:
        code = error.response_body["code"]
        assert error.code < 500 or code == "unimplemented", error
        return code != "unimplemented"
    return True


def empty_message(method: typing.Callable[..., object]) -> object:
    annotation = next(iter(inspect.signature(method).parameters.values())).annotation
    candidates = [one for one in typing.get_args(annotation) if inspect.isclass(one) and one is not type(None)]
    if inspect.isclass(annotation) and not candidates:
        candidates = [annotation]
    return candidates[0]() if candidates and candidates[0] is not str else {}
