"""Cases for the rules of pull access: a few resources, as each kind of document shows them, and in a simulated Azure.

A case has each resource as a program gives it to azure-native. What the answer about another resource gives is an `Of`: known in a state and
to the Azure CLI, unknown in the preview of a first deployment, and in SimulatedAzure whatever that answers.

    case = pull_chain()                                      # complies
    case.but("api", imageRegistryCredentials=[])             # with other properties of one resource
    case.without("puller-pulls")                             # without one
    case.plus(identity("other"))                             # with one more (or another one of the name)
    case.facts()                                             # {"state": Inventory, "preview": Inventory, "az": Inventory}
    case.deploy(SimulatedAzure())                            # AzureError where Azure refuses
"""

import uuid
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from acr_patterns.access.described import Described
from acr_patterns.access.documents.azure_document import described_by_az
from acr_patterns.access.documents.pulumi_document import described_in_preview, described_in_state
from acr_patterns.access.facts import Listing
from acr_patterns.access.inventory import Inventory
from acr_patterns.testing import SimulatedAzure
from acr_patterns.testing.simulated_azure import SUBSCRIPTION_ID
from az_shows import as_az_shows
from case_values import UNKNOWN, Keyed, Of, Secret, Values, names_in, resolved
from shown_resources import KINDS, answered, outputs_of

__all__ = ["GROUP", "NOT_SIMULATED", "UNKNOWN", "Case", "Given", "Keyed", "Of", "Secret", "digest"]

GROUP = "shop-rg"
NOT_SIMULATED = ("web:WebApp", "web:WebAppApplicationSettings", "app:ContainerApp", "app:Job")
"""The types that SimulatedAzure does not know."""
_SPECIAL, _SECRET = "4dabf18193072939515e22adb298388d", "1b47061264138c4ac30d75fd1eb44270"


@dataclass(frozen=True)
class Given:
    """One resource as a program gives it."""

    token: str
    """Pulumi type token, without `azure-native:`."""
    name: str
    """Logical name, and the name in Azure where that is not a GUID."""
    inputs: Mapping[str, Any]


@dataclass(frozen=True)
class Case:
    """Some resources, in the order in which they are made."""

    resources: tuple[Given, ...]
    images: tuple[tuple[str, str, str], ...] = ()
    """Registry, repository and tag of images that are pushed before anything pulls."""
    stack: str = "prod"

    def but(self, name: str, **inputs: Any) -> "Case":
        """The case with other properties of one resource; None takes one away."""
        changed = [_changed(one, inputs) if one.name == name else one for one in self.resources]
        assert changed != list(self.resources), f"nothing changed: {name}"
        return replace(self, resources=tuple(changed))

    def without(self, *names: str) -> "Case":
        """The case without some of its resources."""
        return replace(self, resources=tuple(one for one in self.resources if one.name not in names))

    def plus(self, *resources: Given) -> "Case":
        """The case with further resources, before its last one, which pulls or builds; those of a name it has take that one's place."""
        new = {one.name: one for one in resources}
        kept = [new.pop(one.name, one) for one in self.resources]
        return replace(self, resources=(*kept[:-1], *new.values(), kept[-1]))

    def reordered(self, first: str) -> "Case":
        """The case with one resource made before all others."""
        return replace(self, resources=tuple(sorted(self.resources, key=lambda one: one.name != first)))

    def holding(self, *images: tuple[str, str, str]) -> "Case":
        """The case with these images, each by registry, repository and tag."""
        return replace(self, images=images)

    def urn(self, name: str) -> str:
        return f"urn:pulumi:{self.stack}::shop::azure-native:{self._given(name).token}::{name}"

    def id(self, name: str) -> str:
        one = self._given(name)
        return KINDS[one.token].resource_id(resolved(one.inputs, self._known), SUBSCRIPTION_ID)

    def state(self) -> dict[str, Any]:
        """As `pulumi stack export` prints it, secrets encrypted."""
        return {
            "version": 3,
            "deployment": {"manifest": {}, "resources": [self._in_state(one) for one in self.resources]},
        }

    def preview(self, existing: Collection[str] = ()) -> dict[str, Any]:
        """As `pulumi preview --json` prints it, where all but those named `existing` is about to be made."""
        return {
            "steps": [self._step(one, existing) for one in self.resources],
            "changeSummary": {"create": len(self.resources) - len(existing), "same": len(existing)},
        }

    def registered(self, *, existing: Collection[str] = ()) -> list[dict[str, Any]]:
        """As the engine tells it to a policy pack: secrets in plain text with a mark, and outputs of what is there."""
        values: Values = lambda of: self._known(of) if of.name in existing else UNKNOWN  # noqa: E731
        return [
            {
                **self._in_program(one, values, _marked),
                "outputs": self._outputs(one, _marked) if one.name in existing else {},
            }
            for one in self.resources
        ]

    def az(self) -> list[dict[str, Any]]:
        """Each resource as the Azure CLI shows it."""
        return [as_az_shows(one.token, self._outputs(one, secret=lambda _: None)) for one in self.resources]

    def facts(self, *, all_roles: bool = True, listings: Iterable[Listing] = ()) -> dict[str, Inventory]:
        """The facts from each kind of document; `all_roles`: the Azure CLI was asked for all role assignments."""
        shown = [found for one in self.az() if (found := described_by_az(one, "az"))]
        return {
            "state": _inventory(described_in_state(self.state(), "state"), listings),
            "preview": _inventory(described_in_preview(self.preview(), "preview"), listings),
            "az": _inventory(shown, listings, all_roles=all_roles),
        }

    def facts_of_update(self, *existing: str) -> Inventory:
        """The facts from the preview of an update, where some resources are there already."""
        return _inventory(described_in_preview(self.preview(existing), "preview"), ())

    def deploy(self, azure: SimulatedAzure) -> None:
        """Make everything, in order.

        Raises:
            AzureError: Azure refuses a resource.
            NotImplementedError: SimulatedAzure does not know its type.
        """
        azure.put(f"/subscriptions/{SUBSCRIPTION_ID}/resourceGroups/{GROUP}", {"location": "westeurope"})
        for one in self.resources:
            if one.token in NOT_SIMULATED:
                raise NotImplementedError(one.token)
            inputs = resolved(one.inputs, lambda of: answered(azure, self.id(of.name), of.property))
            azure.put(self.id(one.name), KINDS[one.token].body(inputs))
            for registry, repository, tag in self.images:
                if registry == one.name:
                    server = answered(azure, self.id(registry), "loginServer")
                    azure.push_image(server, repository, tag, digest(repository, tag))

    def run_tasks(self, azure: SimulatedAzure) -> None:
        """Run every task once.

        Raises:
            AzureError: a run fails.
        """
        for one in self.resources:
            if one.token == "containerregistry:Task":
                task, name = self.id(one.name), f"{one.name}-run"
                request = {"type": "TaskRunRequest", "taskId": task}
                place = task.replace(f"/tasks/{one.name}", f"/taskRuns/{name}")
                azure.put(place, {"properties": {"runRequest": request, "forceUpdateTag": "1"}})

    def _given(self, name: str) -> Given:
        return next(one for one in self.resources if one.name == name)

    def _known(self, of: Of) -> Any:
        name = of.name
        match of.property:
            case "id":
                return self.id(name)
            case "name" | "username":
                return name
            case "loginServer":
                return f"{name}.azurecr.io"
            case "principalId" | "clientId":
                return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{name}/{of.property}"))
            case other:
                return f"{other} of {name}"

    def _outputs(self, one: Given, secret: Callable[[Secret], Any]) -> dict[str, Any]:
        inputs = resolved(one.inputs, self._known, secret)
        return outputs_of(one.token, self.id(one.name), inputs, lambda name, key: self._known(Of(name, key)))

    def _in_state(self, one: Given) -> dict[str, Any]:
        return {
            **self._in_program(one, self._known, _encrypted),
            "id": self.id(one.name),
            "outputs": self._outputs(one, _encrypted),
        }

    def _step(self, one: Given, existing: Collection[str]) -> dict[str, Any]:
        urn = self.urn(one.name)
        if one.name in existing:
            state = self._in_state(one)
            program = {key: value for key, value in state.items() if key not in ("id", "outputs")}
            return {"op": "same", "urn": urn, "oldState": state, "newState": program, "detailedDiff": None}
        values: Values = lambda of: self._known(of) if of.name in existing else UNKNOWN  # noqa: E731
        program = self._in_program(one, values, lambda _: "[secret]")
        return {"op": "create", "urn": urn, "newState": program, "detailedDiff": None}

    def _in_program(self, one: Given, values: Values, secret: Callable[[Secret], Any]) -> dict[str, Any]:
        sources = {key: sorted({self.urn(name) for name in names_in(value)}) for key, value in one.inputs.items()}
        return {
            "urn": self.urn(one.name),
            "custom": True,
            "type": f"azure-native:{one.token}",
            "inputs": resolved(dict(one.inputs), values, secret),
            "dependencies": sorted({urn for urns in sources.values() for urn in urns}),
            "propertyDependencies": sources,
        }


def digest(repository: str, tag: str) -> str:
    """The digest of an image of a case."""
    return "sha256:" + (uuid.uuid5(uuid.NAMESPACE_URL, f"{repository}:{tag}").hex * 2)


def _changed(one: Given, inputs: Mapping[str, Any]) -> Given:
    merged = {**one.inputs, **inputs}
    return replace(one, inputs={key: value for key, value in merged.items() if value is not None})


def _marked(one: Secret) -> dict[str, str]:
    return {_SPECIAL: _SECRET, "value": one.text}


def _encrypted(_: Secret) -> dict[str, str]:
    return {_SPECIAL: _SECRET, "ciphertext": "v1:AAAA"}


def _inventory(resources: Iterable[Described], listings: Iterable[Listing], *, all_roles: bool = False) -> Inventory:
    return Inventory(resources, listings, all_roles_known=all_roles)
