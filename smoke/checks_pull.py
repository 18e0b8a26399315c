"""Checks of the rows "Pull" of docs/unproven.md."""

from .evidence import IMMUTABLE, first_attempt, made, mentions, not_refused_for, short, updated_in_place
from .outcomes import settles
from .records import CONTAINER_GROUP, FIRST_UP, Records, UnsettledError
from .trace import Call

MISSING_IMAGE_SENTENCE = "Azure cannot pull the image from registry"
AT_ONCE = 120.0
"""Seconds within which an answer counts as given at once: the time of a request, not of a pull that is tried again."""


@settles("pull-any-tier", *FIRST_UP)
def pull_any_tier(records: Records) -> tuple[bool, str]:
    """A container group pulls from a registry of any tier with an identity."""
    record = first_attempt(records)
    holds, why = not_refused_for(made(record, CONTAINER_GROUP), "InaccessibleImage", "ImageRegistry", "ImageResitry")
    if not holds:
        return False, why
    state, sku = record.answer("container-group")["instanceView"]["state"], record.answer("registry")["sku"]["name"]
    if state != "Running":
        raise UnsettledError(f"the container group was made and its state is {state}")
    return True, f"a group that pulled from a registry of tier {sku} is {state}"


@settles("pull-by-digest", *FIRST_UP)
def pull_by_digest(records: Records) -> tuple[bool, str]:
    """A container group runs an image that is named by its digest."""
    image = records.deployed().answer("container-group")["containers"][0]["image"]
    return "@sha256:" in image, f"the group runs {image}"


@settles("refusal-leaves-nothing", "missing-image")
def refusal_leaves_nothing(records: Records) -> tuple[bool, str]:
    """A pull that is refused is refused at once and leaves no container group."""
    record = records.get("missing-image")
    call = _refused_create(records)
    left = [group["name"] for group in record.answer("container-groups")]
    at_once = call.seconds <= AT_ONCE
    return at_once and not left and mentions(call.errors, "400"), (
        f"refused after {call.seconds:.0f} s: {short(call.errors[0])}; container groups left: {len(left)}"
    )


@settles("refusal-passed-on", "missing-image")
def refusal_passed_on(records: Records) -> tuple[bool, str]:
    """The library's own sentence follows the error of a pull that is refused."""
    _refused_create(records)
    seen = MISSING_IMAGE_SENTENCE in records.get("missing-image").output
    return seen, f"the library's own sentence {'followed' if seen else 'did not follow'} the error"


def _refused_create(records: Records) -> Call:
    record = records.get("missing-image")
    record.answer("delete-images")
    creates = record.called("Create", CONTAINER_GROUP)
    if not creates:
        raise UnsettledError("the container group was not made again")
    if not mentions(creates[-1].errors, "InaccessibleImage"):
        raise UnsettledError(f"the create was not refused with InaccessibleImage: {short(str(creates[-1].errors))}")
    return creates[-1]


@settles("pull-asked-again", *FIRST_UP, "new-registry", "pull-identity")
def pull_asked_again(records: Records) -> tuple[bool, str]:
    """A pull that Azure refuses because its role assignment is new succeeds when it is asked for again."""
    return _asked_again(records, "Azure does not honour AcrPull yet", "Azure still refuses the pull")


@settles("principal-asked-again", *FIRST_UP, "new-registry")
def principal_asked_again(records: Records) -> tuple[bool, str]:
    """A role assignment that Azure refuses because its identity is new succeeds when it is asked for again."""
    return _asked_again(records, "Microsoft Entra ID does not know the identity yet", "PrincipalNotFound")


def _asked_again(records: Records, waiting: str, gave_up: str) -> tuple[bool, str]:
    """Whether what was refused at first was accepted later; nothing is shown where it was accepted at once."""
    for record in records:
        if waiting in record.output:
            failed = bool(record.exit_code) and gave_up in record.output
            return not failed, f"step {record.step} asked again, {'in vain' if failed else 'and succeeded'}"
    raise UnsettledError("Azure accepted it at the first attempt in every step")


@settles("small-group", *FIRST_UP)
def small_group(records: Records) -> tuple[bool, str]:
    """Azure accepts a container group of the stack's CPU and memory."""
    return not_refused_for(made(records.get("deploy"), CONTAINER_GROUP), "cpu", "memory", "resource request")


@settles("image-in-place", "new-revision")
def image_in_place(records: Records) -> tuple[bool, str]:
    """A new image changes the container group in place, and it then runs that image."""
    record = records.get("new-revision")
    holds, why = updated_in_place(record)
    if not holds:
        return False, why
    before = records.deployed().answer("container-group")["containers"][0]["image"]
    after = record.answer("container-group")["containers"][0]["image"]
    return before != after, f"{why}; the group ran {before} and runs {after}"


@settles("group-replacement", "change-live-group", "replace", "no-address", "port-and-environment")
def group_replacement(records: Records) -> tuple[bool, str]:
    """A live container group refuses what `REPLACED_WHEN_CHANGED` names and takes the rest in place; a replacement succeeds."""
    live = records.get("change-live-group").answers
    for change, answer in live.items():
        if answer.ok:
            return False, f"Azure carried out {change} on a live group"
    in_place, why = updated_in_place(records.get("port-and-environment"))
    for step in ("replace", "no-address"):
        replaced, how = not_refused_for(made(records.get(step), CONTAINER_GROUP), IMMUTABLE)
        if not in_place or not replaced:
            return False, f"port and environment: {why}; {step}: {how}"
    if odd := [change for change, answer in live.items() if IMMUTABLE not in answer.error]:
        raise UnsettledError(f"Azure refused {', '.join(odd)} for another reason than {IMMUTABLE}")
    return True, f"a live group refused {', '.join(live)}; port and environment changed in place"


@settles("identity-in-place", "pull-identity")
def identity_in_place(records: Records) -> tuple[bool, str]:
    """A container group that pulls with the admin user's password takes a pull identity in place."""
    return updated_in_place(records.get("pull-identity"))


@settles("dns-label-scope", "dns-name-label")
def dns_label_scope(records: Records) -> tuple[bool, str]:
    """The name that Azure gives to a DNS name label with a scope has a hash in it."""
    record = records.get("dns-name-label")
    holds, why = not_refused_for(made(record, CONTAINER_GROUP), "dns", "domain")
    if not holds:
        return False, why
    address = record.answer("container-group")["ipAddress"]
    label, fqdn = address["dnsNameLabel"], address["fqdn"]
    return fqdn.startswith(f"{label}.") and fqdn.count(".") == 4, f"the label is {label}, the name {fqdn}"


@settles("secure-values", "dns-name-label")
def secure_values(records: Records) -> tuple[bool, str]:
    """Azure does not give secret environment variables back."""
    group = records.succeeded("dns-name-label").answer("container-group")
    variables = {variable["name"]: variable for variable in group["containers"][0]["environmentVariables"]}
    secret = variables["PASSWORD"]
    given_back = [key for key in ("value", "secureValue") if secret.get(key)]
    return not given_back, f"Azure gives back the name of the variable and {' and '.join(given_back) or 'no value'}"
