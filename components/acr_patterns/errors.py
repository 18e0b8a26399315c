"""The exceptions this library raises, one family.

Every message is one sentence or two: what was asked, why it cannot be, what to do instead.
They derive from `pulumi.RunError`, so `pulumi up` shows the sentence alone, without a traceback. None is a `ValueError`: Pulumi's
serializer wraps those in errors of its own, and the sentence would drown in a traceback.
"""

import pulumi


class AcrPatternsError(pulumi.RunError):
    """The root of the family: catch this to catch whatever the library refuses or reports."""


class ArgumentError(AcrPatternsError):
    """An argument is unknown, missing, or has a value that Azure or this library does not accept."""


class DevStackOnlyError(AcrPatternsError):
    """Something that only a dev stack may have was asked for in another stack."""


class BuildError(AcrPatternsError):
    """A task run ended without the image it was to build."""
