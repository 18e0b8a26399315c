"""The settings of a web app, which say whether a user name logs it in: in the app, made as a resource of their own, or listed by the Azure CLI."""

from pathlib import Path
from typing import Any

import pytest
from access_cases import Case, Secret
from access_resources import app_settings, pull_chain, web_app
from acr_patterns.access.documents.reading import read_documents
from acr_patterns.access.inventory import Inventory
from acr_patterns.access.unknown import Unknown
from case_values import UNKNOWN
from documents import az_files, cause, file

NO_IDENTITY: dict[str, Any] = {"acrUseManagedIdentityCreds": None, "acrUserManagedIdentityID": None}
SITE = pull_chain(web_app(**NO_IDENTITY))
USER = {"DOCKER_REGISTRY_SERVER_USERNAME": "contoso"}


def with_settings(app: Any = None, **settings: Any) -> Case:
    """The app, and settings as a resource of their own; of this app, or of another."""
    return SITE.but("contoso", adminUserEnabled=True).plus(app_settings(app, **settings)).reordered("site")


def username(inventory: Inventory) -> Any:
    credentials = inventory.consumers[0].credentials
    assert not isinstance(credentials, Unknown)
    return [one.username for one in credentials]


@pytest.mark.parametrize("document", ["state", "preview"])
def test_settings_of_their_own_are_those_of_the_app(document: str) -> None:
    assert username(with_settings(**USER).facts()[document]) == ["contoso"]
    assert username(with_settings(KEY="value").facts()[document]) == []
    assert username(with_settings("elsewhere", **USER).facts()[document]) == []


def test_settings_whose_app_or_content_is_not_known_leave_open_what_logs_in() -> None:
    for case in (with_settings(UNKNOWN, **USER), SITE.plus(app_settings()).but("settings", properties=UNKNOWN)):
        assert isinstance(case.facts()["preview"].consumers[0].credentials, Unknown)
    unknown = pull_chain(web_app(**NO_IDENTITY, appSettings=UNKNOWN)).facts()["preview"]
    assert isinstance(unknown.consumers[0].credentials, Unknown)


def test_settings_of_their_own_keep_no_secret(tmp_path: Path) -> None:
    for document in (with_settings(KEY="s3cret", **USER).state(), with_settings(KEY=Secret("s3cret")).preview()):
        inventory = read_documents([file(tmp_path, "state", document)]).inventory
        assert "'KEY'" in repr(inventory.consumers[0].described.properties)
        assert "s3cret" not in repr(inventory.consumers[0].described.properties)


def test_listed_settings_tell_that_the_admin_user_logs_in_and_is_off(tmp_path: Path) -> None:
    files = az_files(tmp_path, SITE)
    assert cause(files) is None
    listed = [{"name": key, "slotSetting": False, "value": value} for key, value in USER.items()]
    assert cause([*files, file(tmp_path, "settings", listed)]) == "admin-user-refused"
