"""How each service that runs images is told to pull with a managed identity: in a Pulumi program, and with the Azure CLI."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass

from ..roles import Purpose
from .asked_access import Access
from .consumer import COMMANDS, SYSTEM, ConsumerKind
from .facts import Identity, Registry
from .pull import Pull
from .rule import Fail
from .unknown import Unknown


@dataclass(frozen=True)
class _Service:
    """What is said of one service in a Pulumi program."""

    attach: str
    """What attaches a user-assigned identity."""
    log_in: str
    """What makes it the one that logs in."""
    source: str
    attach_own: str = ""
    """What gives it a system-assigned identity; empty where that never logs in."""
    log_in_own: str = ""


_APP = "identity=ManagedServiceIdentityArgs(type=ManagedServiceIdentityType"
_ATTACH = f"{_APP}.USER_ASSIGNED, user_assigned_identities=[identity.id])"
_ATTACH_OWN = f"{_APP}.SYSTEM_ASSIGNED)"
_GROUP = _Service(
    "identity=ContainerGroupIdentityArgs(type=ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[identity.id])",
    "image_registry_credentials=[ImageRegistryCredentialArgs(server=registry.login_server, identity=identity.id)]",
    "https://learn.microsoft.com/azure/container-instances/using-azure-container-registry-mi",
)
_WEB = _Service(
    _ATTACH,
    "site_config=SiteConfigArgs(acr_use_managed_identity_creds=True, acr_user_managed_identity_id=identity.client_id, …)",
    "https://learn.microsoft.com/azure/app-service/configure-custom-container",
    _ATTACH_OWN,
    "site_config=SiteConfigArgs(acr_use_managed_identity_creds=True, …)",
)


def _container_app(configuration: str) -> _Service:
    log_in = f"configuration={configuration}(registries=[RegistryCredentialsArgs(server=registry.login_server, identity={{}})], …)"
    source = "https://learn.microsoft.com/azure/container-apps/managed-identity-image-pull"
    return _Service(_ATTACH, log_in.format("identity.id"), source, _ATTACH_OWN, log_in.format('"system"'))


_SERVICES: Mapping[ConsumerKind, _Service] = {
    ConsumerKind.CONTAINER_GROUP: _GROUP,
    ConsumerKind.WEB_APP: _WEB,
    ConsumerKind.FUNCTION_APP: _WEB,
    ConsumerKind.CONTAINER_APP: _container_app("ConfigurationArgs"),
    ConsumerKind.CONTAINER_APP_JOB: _container_app("JobConfigurationArgs"),
}


@dataclass(frozen=True)
class IdentityLogin:
    """The identity that is to pull, and how what runs the image is told to log in with it."""

    pull: Pull
    identity_id: str | None
    """Resource id, or `SYSTEM` for the service's own; None where the documents do not say which one it may be."""
    identity: Identity | None
    """What is known of it."""

    @property
    def attached(self) -> bool:
        """Whether it is known to be attached already."""
        if self._own:
            return self.pull.consumer.system_identity
        return (self.identity_id or "").lower() in _attached(self.pull)

    @property
    def may_pull(self) -> bool:
        """Whether it is known to have the role already."""
        return self.identity is not None and _granted(self.pull, self.identity)

    @property
    def grant(self) -> str:
        """What else the Pulumi program needs, so that it may pull."""
        if self.may_pull:
            return ""
        return ", and a RoleAssignment to its principal id" if self._own else ", with a PullIdentity(…)"

    def failure(self, finding: str, *, then: str = "") -> Fail:
        """A failure that this login corrects; `then` ends the change in the Pulumi program."""
        service = _SERVICES[self.pull.consumer.kind]
        attach, log_in = (service.attach_own, service.log_in_own) if self._own else (service.attach, service.log_in)
        change = log_in if self.attached else f"{attach}, {log_in}"
        return Fail(finding, self.command, change + then, service.source)

    @property
    def command(self) -> str:
        """The commands that attach it, where it is not, and make it log in."""
        consumer = self.pull.consumer
        az, where = COMMANDS[consumer.kind], consumer.where
        if consumer.kind is ConsumerKind.CONTAINER_GROUP:
            image = shlex.quote(self.pull.image) if isinstance(self.pull.image, str) else "IMAGE"
            return f"{az} create {where} --image {image} --assign-identity {self._id} --acr-identity {self._id} …"
        if _SERVICES[consumer.kind] is _WEB:
            attach = f"{az} identity assign {where}" + ("" if self._own else f" --identities {self._id}")
            log_in = f"{az} config set {where} --generic-configurations {self._web_settings}"
        else:
            attach = f"{az} identity assign {where} " + (
                "--system-assigned" if self._own else f"--user-assigned {self._id}"
            )
            log_in = f"{az} registry set {where} --server {_server(self.pull)} --identity {self._id}"
        return log_in if self.attached else f"{attach} && {log_in}"

    @property
    def _own(self) -> bool:
        return self.identity_id == SYSTEM

    @property
    def _id(self) -> str:
        return shlex.quote(self.identity_id) if self.identity_id else "IDENTITY_ID"

    @property
    def _web_settings(self) -> str:
        client = self.identity.client_id if self.identity else None
        named = {"acrUserManagedIdentityID": client if isinstance(client, str) else "CLIENT_ID"}
        return shlex.quote(json.dumps({"acrUseManagedIdentityCreds": True, **({} if self._own else named)}))


def login_with(pull: Pull, identity: Identity) -> IdentityLogin:
    """The login with this identity."""
    known = identity.id if isinstance(identity.id, str) else None
    return IdentityLogin(pull, SYSTEM if identity.system_assigned else known, identity)


def login_offered(pull: Pull) -> IdentityLogin:
    """The login with the identity that the documents offer: one that is attached, and best has the role already."""
    consumer, attached = pull.consumer, _attached(pull)
    known = {
        one.id.lower(): one
        for one in pull.inventory.identities
        if not one.system_assigned and isinstance(one.id, str) and one.id.lower() in attached
    }
    best = next((one for one in known.values() if _granted(pull, one)), None)
    if best is not None:
        return login_with(pull, best)
    if len(attached) == 1:
        [only] = attached
        return login_with(pull, known[only]) if only in known else IdentityLogin(pull, only, None)
    own = consumer.system_identity and not attached and consumer.kind is not ConsumerKind.CONTAINER_GROUP
    return (
        IdentityLogin(pull, SYSTEM, pull.inventory.own_identity(pull.described))
        if own
        else IdentityLogin(pull, None, None)
    )


def _attached(pull: Pull) -> frozenset[str]:
    attached = pull.consumer.attached
    return frozenset() if isinstance(attached, Unknown) else attached


def _granted(pull: Pull, identity: Identity) -> bool:
    if not isinstance(pull.registry, Registry):
        return False
    repository = pull.reference.repository if pull.reference else None
    access = Access(pull.inventory, pull.described, pull.title, Purpose.PULL, pull.registry, identity, repository)
    return access.granted.sufficient is True


def _server(pull: Pull) -> str:
    if pull.reference:
        return shlex.quote(pull.reference.server)
    server = pull.registry.login_server if isinstance(pull.registry, Registry) else None
    return shlex.quote(server) if isinstance(server, str) else "LOGIN_SERVER"
