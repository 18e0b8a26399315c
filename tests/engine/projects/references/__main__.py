"""Stack source has outputs of every kind; the others read them."""

import pulumi

OUTPUTS = {
    "text": "abc",
    "number": 3,
    "flag": False,
    "nothing": None,
    "snake_case": {"loginServer": "a", "login_server": "b", "nothing": None},
    "secret": pulumi.Output.secret("s3cr3t"),
    "partly": {"open": "o", "hidden": pulumi.Output.secret("h1dden")},
    "list": [{"a": 1}, "b"],
}

if pulumi.get_stack() == "source":
    for name, value in OUTPUTS.items():
        pulumi.export(name, value)
else:
    source = pulumi.StackReference(pulumi.Config().require("source"))
    pulumi.export("names", source.outputs.apply(sorted))
    pulumi.export("all", source.outputs)
    for name in [*OUTPUTS, "absent"]:
        pulumi.export(name, source.get_output(name))
