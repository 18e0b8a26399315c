"""The policy pack asked as the engine asks it, in process: the SDK's own server, without the wire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import pulumi_policy.policy as sdk
from acr_patterns.testing import Simulation
from google.protobuf import json_format, struct_pb2
from policies import policies
from pulumi.runtime.proto import analyzer_pb2 as pb
from pulumi_policy import EnforcementLevel

LEVELS: dict[int, str] = {
    pb.ADVISORY: "advisory",
    pb.MANDATORY: "mandatory",
    pb.REMEDIATE: "remediate",
    pb.DISABLED: "disabled",
}


@dataclass(frozen=True)
class Said:
    """One line of the pack."""

    policy: str
    resource: str
    """Logical name of the resource; empty where the whole stack is meant."""
    level: str
    message: str


@dataclass
class PackRun:
    """A run of the engine with the pack: each resource first, then the whole stack."""

    said: list[Said] = field(default_factory=list[Said])
    inputs: dict[str, Any] = field(default_factory=dict[str, Any])
    """Logical name -> the inputs after all remediations."""
    remedied: list[str] = field(default_factory=list[str])
    """Policies that changed inputs."""

    @property
    def mandatory(self) -> list[tuple[str, str]]:
        """Policy and resource of what stops the engine."""
        return [(one.policy, one.resource) for one in self.said if one.level == "mandatory"]

    def of(self, policy: str) -> list[Said]:
        """What one policy said."""
        return [one for one in self.said if one.policy == policy]


def registered(simulation: Simulation) -> list[dict[str, Any]]:
    """What the engine would tell the pack of a program that was simulated, what Azure refused of it included."""
    return [
        {
            "type": one.type,
            "urn": one.urn,
            "inputs": one.options.get("object", {}),
            "outputs": state.outputs if (state := simulation.state.get(one.urn)) else {},
            "propertyDependencies": {
                key: found.get("urns", []) for key, found in one.options.get("propertyDependencies", {}).items()
            },
        }
        for one in (*simulation.resources, *simulation.refused)
    ]


class Pack:
    """The pack, loaded and configured."""

    def __init__(self, configuration: Mapping[str, Any] | None = None, **more: Any) -> None:
        server: Any = vars(sdk)["_PolicyAnalyzerServicer"]
        self.analyzer: Any = server("acr-patterns", "0.0.1", policies(**more), EnforcementLevel.ADVISORY)
        self.info: Any = self.analyzer.GetAnalyzerInfo(None, None)
        request: Any = pb.ConfigureAnalyzerRequest()
        for policy in self.info.policies:
            given: Any = (configuration or {}).get(policy.name, (configuration or {}).get("all", {}))
            said: dict[str, Any] = {"enforcementLevel": given} if isinstance(given, str) else dict(given)
            level: str = said.pop("enforcementLevel", None) or LEVELS[policy.enforcementLevel]
            request.policyConfig[policy.name].enforcementLevel = getattr(pb, level.upper())
            request.policyConfig[policy.name].properties.update(said)
        self.analyzer.Configure(request, None)

    def run(self, registered: Iterable[Mapping[str, Any]]) -> PackRun:
        """Ask about resources that have the form of `Case.registered`."""
        run = PackRun()
        stack: Any = pb.AnalyzeStackRequest()
        for one in registered:
            self._resource(one, run)
            state = stack.resources.add(
                type=one["type"], urn=one["urn"], name=_name(one["urn"]), properties=_struct(one.get("outputs") or {})
            )
            sources: Mapping[str, list[str]] = one.get("propertyDependencies") or {}
            for key, urns in sources.items():
                state.propertyDependencies[key].urns.extend(urns)
        self._note(self.analyzer.AnalyzeStack(stack, None), run, "")
        return run

    def _resource(self, one: Mapping[str, Any], run: PackRun) -> None:
        inputs = _struct(one.get("inputs") or {})
        request: Any = pb.AnalyzeRequest(type=one["type"], urn=one["urn"], name=_name(one["urn"]), properties=inputs)
        if one.get("external"):
            return
        for remediation in self.analyzer.Remediate(request, None).remediations:
            assert not remediation.diagnostic, remediation.diagnostic
            request.properties.CopyFrom(remediation.properties)
            run.remedied.append(remediation.policyName)
        run.inputs[request.name] = json_format.MessageToDict(request.properties)
        self._note(self.analyzer.Analyze(request, None), run, request.urn)

    def _note(self, response: Any, run: PackRun, urn: str) -> None:
        for one in response.diagnostics:
            level = LEVELS[one.enforcementLevel]
            run.said.append(Said(one.policyName, _name(one.urn or urn), level, one.message))


def _name(urn: str) -> str:
    return urn.rpartition("::")[2]


def _struct(values: Mapping[str, Any]) -> Any:
    struct = struct_pb2.Struct()
    struct.update(cast(dict[str, Any], values))
    return struct
