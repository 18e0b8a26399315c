"""Azure Resource Manager ids of any type."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ResourceId:
    """A resource id, taken apart."""

    text: str
    subscription: str
    resource_group: str
    type: str
    names: tuple[str, ...]
    scope: str
    """The id of what a role assignment lies on; that of the resource group for everything else."""

    @classmethod
    def parse(cls, text: str) -> "ResourceId":
        """Take `text` apart; the last provider in it says what it is."""
        scope, _, tail = text.rpartition("/providers/")
        words = text.strip("/").split("/")
        subscription = words[1]
        resource_group = words[3] if len(words) > 3 and words[2].lower() == "resourcegroups" else ""
        if not tail or not scope:
            return cls(
                text, subscription, resource_group, "Microsoft.Resources/resourceGroups", (resource_group,), text
            )
        namespace, *rest = tail.split("/")
        kinds, names = rest[0::2], rest[1::2]
        return cls(text, subscription, resource_group, "/".join([namespace, *kinds]), tuple(names), scope)

    @property
    def name(self) -> str:
        """The object's own name."""
        return self.names[-1]

    @property
    def key(self) -> str:
        """What the object is found by: ids are compared without regard to case."""
        return self.text.lower()

    @property
    def parent(self) -> "ResourceId | None":
        """The resource that this one is a child of."""
        if len(self.names) < 2:
            return None
        return ResourceId.parse(self.text.rsplit("/", 2)[0])
