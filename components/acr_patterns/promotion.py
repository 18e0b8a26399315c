"""Promotes an image: what one stack runs becomes what another is told to run, by its digest, without a build.

The image is looked up in the registry, locked against deletion, and written into the other stack's setting `image`. A lock keeps `acr purge`
and the registry's policy for untagged manifests from deleting what an environment runs.

Source: https://learn.microsoft.com/azure/container-registry/container-registry-image-lock and
https://learn.microsoft.com/azure/container-registry/container-registry-import-images
"""

import json
import shlex
from dataclasses import dataclass, replace
from typing import Any

from .errors import ArgumentError
from .images import Image, parse_image, pinned
from .programs import ProgramError, Programs
from .promoted_registry import PromotedRegistry, described_registry
from .resource_ids import parse_registry_id

SETTING = "image"
"""The setting that names what a stack runs, and the output that says so."""

_ABSENT = "is not found"
"""What a registry says of an image that it does not have."""


class PromotionError(Exception):
    """An image cannot be promoted; the message says why, and what to do."""


def promote(
    source: str, target: str, programs: Programs, *, project: str, lock: bool = True, up: str = "pulumi up --stack {}"
) -> str:
    """Let stack `target` run what stack `source` runs; give back what was done, and what to do next.

    Args:
        source: stack with the output `image`.
        target: stack whose setting `image` is written.
        programs: runs `pulumi` and `az` in the project's folder.
        project: name of the project: settings of other namespaces are not its own.
        lock: whether the image is locked against deletion.
        up: the command that brings a stack up, with `{}` for its name.

    Raises:
        PromotionError: the stacks or the image do not allow it. Nothing is written then; the image may be locked.
        ProgramError: `pulumi` or `az` is missing or has failed. Nothing is written then.
        ArgumentError: a stack names a registry by what is not the id of one.
    """
    return _Promotion(source, target, programs, project, lock, up).carry_out()


@dataclass(frozen=True)
class _Promotion:
    source: str
    target: str
    programs: Programs
    project: str
    lock: bool
    up: str

    def carry_out(self) -> str:
        if not self.source or not self.target:
            raise PromotionError("A stack's name is empty; name two stacks, as in `acr-patterns promote staging prod`")
        if self._whole(self.source) == self._whole(self.target):
            raise PromotionError(
                f"Stack {self.source} cannot be promoted to itself; name two stacks, as in `acr-patterns promote staging prod`"
            )
        outputs = self._outputs(self.source, f"bring it up first (`{self._up(self.source)}`)")
        image = self._image(outputs.get(SETTING))
        settings = self._settings()
        if settings.get("build") == "true":
            raise PromotionError(
                f"Stack {self.target} builds its own image (setting `build` is true), so it cannot be told to run another; set `build` to false there first"
            )
        own = described_registry(f"the outputs of stack {self.source}", outputs.get("registry"))
        registry = self._registry_of_target(settings) or (own if own and own.has(image) else self._found(image))
        promoted = replace(image, server=registry.login_server)
        locked = self._check(promoted, registry, image, own)
        before = settings.get(SETTING, "")
        text = pinned(promoted.server, promoted.repository, promoted.digest or "")
        undo = ""
        if self.lock and not locked:
            self.programs.run("az", *registry.lock_command(promoted, delete_enabled=False))
            undo = shlex.join(["az", *registry.lock_command(promoted, delete_enabled=True)])
        kept = ", which is locked against deletion" if locked or self.lock else ""
        if before == text:
            return f"Stack {self.target} has {text} already{kept}; nothing was written."
        self._write(text, undo)
        said = f"Promoted {text}{kept}, from stack {self.source} to stack {self.target}, which had {before or 'none'}; `{self._up(self.target)}` runs it."
        return f"{said}{_unlock_old(before, registry)}"

    def _up(self, stack: str) -> str:
        return self.up.format(stack)

    def _whole(self, stack: str) -> tuple[str, str]:
        """Project and name of a stack: it is given as STACK, ORGANIZATION/STACK or ORGANIZATION/PROJECT/STACK."""
        parts = stack.split("/")
        return parts[1] if len(parts) == 3 else self.project, parts[-1]

    def _outputs(self, stack: str, advice: str) -> dict[str, Any]:
        try:
            return json.loads(self.programs.run("pulumi", "stack", "output", "--json", "--stack", stack, *_QUIETLY))
        except ProgramError as error:
            raise _explained(error, f"The outputs of stack {stack} cannot be read", advice) from None

    def _settings(self) -> dict[str, str]:
        """The configuration of the target, without the project's name before the keys; secrets are left out."""
        try:
            told = self.programs.run("pulumi", "config", "--json", "--stack", self.target, *_QUIETLY)
        except ProgramError as error:
            advice = f"make it first (`pulumi stack init {self.target}`)"
            raise _explained(error, f"The settings of stack {self.target} cannot be read", advice) from None
        settings: dict[str, dict[str, Any]] = json.loads(told)
        own = f"{self.project}:"
        return {
            key.removeprefix(own): str(setting["value"])
            for key, setting in settings.items()
            if key.startswith(own) and "value" in setting
        }

    def _image(self, output: object) -> Image:
        if output is None:
            raise PromotionError(
                f"Stack {self.source} has no output `{SETTING}`, so there is nothing to promote; bring it up (`{self._up(self.source)}`) "
                "with a program that exports the image it builds or runs"
            )
        try:
            image = parse_image(f"stack {self.source}", output)
        except ArgumentError as error:
            raise PromotionError(str(error)) from None
        if image.digest is None:
            raise PromotionError(
                f"Stack {self.source} has {output}, a tag, which can come to mean another image; export the image by digest, "
                "SERVER/REPOSITORY@sha256:DIGEST, as the image output of a BuildTask is, and bring the stack up"
            )
        return image

    def _registry_of_target(self, settings: dict[str, str]) -> PromotedRegistry | None:
        """The registry that the target uses, if its settings say so, or its outputs if it is up."""
        if settings.get("registryId") and settings.get("registryLoginServer"):
            named = {"id": settings["registryId"], "loginServer": settings["registryLoginServer"]}
            return described_registry(f"the settings of stack {self.target}", named)
        platform = settings.get("platform")
        if platform:
            advice = f"setting `platform` of stack {self.target} names it: correct it, or bring that stack up"
            return described_registry(
                f"the outputs of stack {platform}", self._outputs(platform, advice).get("registry")
            )
        return described_registry(
            f"the outputs of stack {self.target}", self._outputs(self.target, "make it first").get("registry")
        )

    def _found(self, image: Image) -> PromotedRegistry:
        """The registry with this login server, asked of Azure: its name is not always the first part of that."""
        query = f"[?loginServer=='{image.server.lower()}'].id"
        ids = self.programs.run("az", "acr", "list", "--query", query, "--output", "tsv").split()
        if not ids:
            raise PromotionError(
                f"No registry with login server {image.server} is in the subscription that the Azure CLI has chosen; choose the one that "
                f"it is in (`az account set --subscription ID`), or export `registry` with id and loginServer from stack {self.source}"
            )
        return PromotedRegistry(image.server.lower(), parse_registry_id(ids[0]))

    def _check(self, promoted: Image, registry: PromotedRegistry, image: Image, own: PromotedRegistry | None) -> bool:
        """Whether the image, which must be in the registry, is locked against deletion."""
        query = ("--query", "changeableAttributes.deleteEnabled", "--output", "tsv")
        show = ("acr", "repository", "show", *registry.options, "--image", promoted.name, *query)
        try:
            return self.programs.run("az", *show).strip() == "false"
        except ProgramError as error:
            if _ABSENT not in error.said:
                raise self._kept_out(promoted, registry, error) from None
        if registry.has(image):
            raise PromotionError(
                f"Stack {self.source} has {image.server}/{image.name}, and registry {registry.id.name} does not have this image, or no longer; "
                "have the stack that builds it build another, by a new revision in its settings, and promote that"
            )
        origin = (
            (image.name, "--registry", own.id.text) if own and own.has(image) else (f"{image.server}/{image.name}",)
        )
        command = ("az", "acr", "import", *registry.options, "--source", *origin, "--repository", image.repository)
        raise PromotionError(
            f"Stack {self.target} uses registry {registry.login_server}, which does not have {image.name} from {image.server}; import it "
            f"(`{shlex.join(command)}`), and promote again"
        )

    def _kept_out(self, promoted: Image, registry: PromotedRegistry, error: ProgramError) -> Exception:
        """What to do where the registry's network may be why this machine cannot read it; else the error itself."""
        if not registry.is_restricted(self.programs):
            return error
        text = pinned(promoted.server, promoted.repository, promoted.digest or "")
        command = shlex.join(("pulumi", "config", "set", SETTING, text, "--stack", self.target))
        return PromotionError(
            f"{error}; registry {registry.id.name} answers from some networks only, and this machine may be in none of them: promote on one that has a "
            f"private endpoint of the registry in its virtual network, or an address that its rules name; or set the image without looking it up and locking "
            f"it (`{command}`)"
        )

    def _write(self, text: str, undo: str) -> None:
        """Write the setting; `undo` takes away the lock that was just put on the image, if one was."""
        try:
            self.programs.run("pulumi", "config", "set", SETTING, text, "--stack", self.target, *_QUIETLY)
        except ProgramError as error:
            locked = f"; the image is locked all the same, which does no harm and `{undo}` undoes" if undo else ""
            again = "promote again when the cause is mended"
            raise PromotionError(f"Nothing was written: {error}{locked}; {again}") from None


_QUIETLY = ("--non-interactive", "--color", "never")


def _unlock_old(before: str, registry: PromotedRegistry) -> str:
    """What to do about the image that the stack had before, if it lies in the same registry."""
    try:
        old = parse_image("the stack", before)
    except ArgumentError:
        return ""
    if old.digest is None or not registry.has(old):
        return ""
    command = shlex.join(["az", *registry.lock_command(old, delete_enabled=True)])
    return f"\nOnce nothing runs the old image, let it be deleted: `{command}`"


def _explained(error: ProgramError, what: str, advice: str) -> Exception:
    """Why a stack could not be asked; that a program is missing explains itself."""
    return PromotionError(f"{what}: {error.said}; {advice}") if error.said else error
