"""The program that the engine runs: the same applications, made in one of four ways."""

import by_hand
import pulumi

import components

config = pulumi.Config()
applications = config.require_int("applications")
match config.require("way"):
    case "components":
        components.program(applications)
    case "by-hand":
        by_hand.program(applications)
    case "empty-components":
        by_hand.program(applications, in_empty_components=True)
    case "fixed-sleep":
        by_hand.program(applications, pause=by_hand.PEER_PAUSE)
    case way:
        raise ValueError(f"way is {way!r}, which is none of components, by-hand, empty-components, fixed-sleep")
