"""As much of the ARM template language as the templates of this library use.

Source: https://learn.microsoft.com/azure/azure-resource-manager/templates/template-functions
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast

from .errors import AzureError
from .resource_id import ResourceId

if TYPE_CHECKING:
    from .azure import SimulatedAzure

_TOKEN = re.compile(r"\s*(?:'((?:[^']|'')*)'|(\d+)|([A-Za-z]\w*)|(.))")


class Template:
    """A template with its parameters, at the resource group it is deployed to."""

    def __init__(self, azure: "SimulatedAzure", where: ResourceId, properties: dict[str, Any]) -> None:
        self._azure = azure
        self._group = f"/subscriptions/{where.subscription}/resourceGroups/{where.resource_group}"
        self._template = properties["template"]
        given = {name: parameter["value"] for name, parameter in properties.get("parameters", {}).items()}
        declared = self._template.get("parameters", {})
        self._parameters: dict[str, Any] = {}
        for name, declaration in declared.items():
            if name not in given and "defaultValue" not in declaration:
                raise _invalid(f"The value for the template parameter '{name}' is not provided.")
            self._parameters[name] = given[name] if name in given else self._evaluate(declaration["defaultValue"])
        if unknown := given.keys() - declared.keys():
            raise _invalid(
                f"The template parameters '{', '.join(sorted(unknown))}' are not valid; they are not present."
            )

    def resources(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Id and body of every resource, in order."""
        for resource in self._template["resources"]:
            name = cast(str, self._evaluate(resource["name"]))
            body = {
                key: value for key, value in resource.items() if key not in {"type", "apiVersion", "name", "dependsOn"}
            }
            yield self._resource_id(resource["type"], *name.split("/")), self._evaluate(body)

    def outputs(self) -> dict[str, Any]:
        """The outputs, as a deployment shows them."""
        return {
            name: {"type": output["type"].capitalize(), "value": self._evaluate(output["value"])}
            for name, output in self._template.get("outputs", {}).items()
        }

    def _evaluate(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {key: self._evaluate(item) for key, item in cast(dict[str, Any], value).items()}
        if isinstance(value, list):
            return [self._evaluate(item) for item in cast(list[Any], value)]
        if isinstance(value, str) and value.startswith("[") and not value.startswith("[["):
            return _Expression(self, value[1:-1]).value()
        return value

    def call(self, function: str, arguments: list[Any]) -> Any:
        """The value of a template function."""
        match function:
            case "parameters":
                return self._parameters[arguments[0]]
            case "format":
                return str(arguments[0]).format(*arguments[1:])
            case "utcNow":
                return datetime.fromtimestamp(self._azure.clock.now(), UTC).strftime("%Y%m%dT%H%M%S%fZ")
            case "resourceId":
                return self._resource_id(*arguments)
            case "reference":
                return self._azure.get(arguments[0])["properties"]
            case _:
                raise _invalid(f"The template function '{function}' is not valid.")

    def _resource_id(self, type_: str, *names: str) -> str:
        namespace, *kinds = type_.split("/")
        path = "/".join(f"{kind}/{name}" for kind, name in zip(kinds, names, strict=True))
        return f"{self._group}/providers/{namespace}/{path}"


class _Expression:
    """One template expression, evaluated from left to right."""

    def __init__(self, template: Template, text: str) -> None:
        self._template = template
        self._tokens = [match for match in _TOKEN.finditer(text) if match[0].strip()]
        self._text = text

    def value(self) -> Any:
        string, number, name, _ = self._next()
        if string is not None:
            return string.replace("''", "'")
        if number is not None:
            return int(number)
        if name is None:
            raise _invalid(f"The template language expression '{self._text}' is not valid.")
        self._skip("(")
        arguments: list[Any] = []
        while self._peek() != ")":
            arguments.append(self.value())
            if self._peek() == ",":
                self._skip(",")
        self._skip(")")
        return self._path(self._template.call(name, arguments))

    def _path(self, value: Any) -> Any:
        while self._peek() in {".", "["}:
            step = self._next()[3]
            _, number, name, _ = self._next()
            try:
                value = value[int(number)] if step == "[" and number else value[name]
            except (KeyError, IndexError):
                raise _invalid(f"The language expression property '{name or number}' doesn't exist.") from None
            if step == "[":
                self._skip("]")
        return value

    def _peek(self) -> str | None:
        return self._tokens[0][4] if self._tokens else None

    def _next(self) -> tuple[str | None, str | None, str | None, str | None]:
        if not self._tokens:
            raise _invalid(f"The template language expression '{self._text}' is not complete.")
        return cast(tuple[str | None, str | None, str | None, str | None], self._tokens.pop(0).groups())

    def _skip(self, mark: str) -> None:
        if self._next()[3] != mark:
            raise _invalid(f"The template language expression '{self._text}' is not valid: '{mark}' is missing.")


def _invalid(message: str) -> AzureError:
    return AzureError(400, "InvalidTemplate", f"Deployment template validation failed: '{message}'.")
