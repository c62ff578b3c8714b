"""What the areas share: the client of the administrator, and short ways to write messages and refusals."""

import base64
import contextlib
import datetime
import json
import urllib.parse
import urllib.request
from typing import Any, Callable, Iterator, TypeVar

import zitadel_client.models as models
from zitadel_client import ApiError, Zitadel

Message = TypeVar("Message")

#: A moment at which nothing of a test has expired.
FAR = datetime.datetime(2090, 1, 1, tzinfo=datetime.timezone.utc)


def messages(service: str) -> Callable[..., Any]:
    """Builds the SDK's models of a service by their short names: ``user("Password", password="x")``."""

    def build(name: str, /, **fields: Any) -> Any:
        return getattr(models, service + name)(**fields)

    return build


user = messages("UserService")
project = messages("ProjectService")
application = messages("ApplicationService")
authorization = messages("AuthorizationService")
session = messages("SessionService")
organization = messages("OrganizationService")
permission = messages("InternalPermissionService")
provider = messages("IdentityProviderService")


def encoded(text: str) -> str:
    """Bytes as the SDK wants them: in base64."""
    return base64.b64encode(text.encode()).decode()


@contextlib.contextmanager
def refused(status: int, code: str, error_id: str) -> Iterator[None]:
    """The calls inside fail as the contract says; the SDK must understand the error's form."""
    try:
        yield
    except ApiError as error:
        body = error.response_body
        assert error.code == status, (error.code, body)
        assert body["code"] == code, body
        assert body["message"].endswith(f"({error_id})"), body
        assert body["details"][0]["debug"]["id"] == error_id, body
    else:
        raise AssertionError(f"{error_id} was expected")


class World:
    """A service and its administrator, a machine user."""

    def __init__(self, host: str, client: Zitadel, token: str, key_file: str) -> None:
        self.host = host
        self.client = client
        self.token = token
        self.key_file = key_file
        found = client.organizations.list_organizations(organization("ListOrganizationsRequest"))
        assert len(found.result) == 1, found
        self.organization = found.result[0].id

    def add_machine(self, name: str) -> str:
        """A machine user; the caller deletes it."""
        created = self.client.users.create_user(
            user(
                "CreateUserRequest",
                organization_id=self.organization,
                username=name,
                machine=user("Machine", name=name.title(), description="made by a test"),
            )
        )
        assert created.id and created.creation_date and not created.email_code, created
        return created.id

    def rest(self, method: str, path: str, message: dict[str, Any] | None = None) -> dict[str, Any]:
        """A call that the SDK does not have, which must succeed."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        body = None if message is None else json.dumps(message).encode()
        request = urllib.request.Request(self.host + path, body, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as response:
            return json.load(response)

    @staticmethod
    def visit(address: str, form: dict[str, str]) -> str:
        """Sends a form, as a browser does, and goes where it is sent; the address at which that ends."""
        body = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(address, body, timeout=10) as response:
            return response.url

    def delete_user(self, user_id: str) -> None:
        deleted = self.client.users.delete_user(user("DeleteUserRequest", user_id=user_id))
        assert deleted.details.resource_owner == self.organization, deleted
        with refused(404, "not_found", "QUERY-Dfbg2"):
            self.client.users.get_user_by_id(user("GetUserByIDRequest", user_id=user_id))
