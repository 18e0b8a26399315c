"""Which part of a state may have changed, so that only that part has to be written down."""

from collections.abc import Iterator, MutableMapping, ValuesView
from typing import TypeVar

V = TypeVar("V")


class Noted(MutableMapping[str, V]):
    """A mapping that notes the keys whose values it gave away or that were set: whoever has a value may change it."""

    def __init__(self, given: MutableMapping[str, V]) -> None:
        self._values = dict(given)
        self.noted = set(self._values)

    def only_read(self) -> ValuesView[V]:
        """All values, for somebody who does not change them; nothing is noted."""
        return self._values.values()

    def replace(self, key: str, value: V | None) -> None:
        """Set what is written down already, so that nothing is noted; None removes it."""
        if value is None:
            self._values.pop(key, None)
        else:
            self._values[key] = value

    def __getitem__(self, key: str) -> V:
        """The value of a key, which may then be changed."""
        value = self._values[key]
        self.noted.add(key)
        return value

    def __setitem__(self, key: str, value: V) -> None:
        """Set a value."""
        self.noted.add(key)
        self._values[key] = value

    def __delitem__(self, key: str) -> None:
        """Remove a key."""
        self.noted.add(key)
        del self._values[key]

    def __iter__(self) -> Iterator[str]:
        """All keys."""
        return iter(self._values)

    def __len__(self) -> int:
        """The number of keys."""
        return len(self._values)

    def __contains__(self, key: object) -> bool:
        """Whether there is such a key."""
        return key in self._values
