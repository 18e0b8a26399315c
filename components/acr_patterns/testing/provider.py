"""The provider door: a stand-in for azure-native over SimulatedAzure, so that the real Pulumi engine runs without an account.

    python -m acr_patterns.testing.provider --state FILE [--role-delay SECONDS] [--clock-scale N] [--latencies JSON] [--registry-suffix SUFFIX]

prints the port it listens on, as the engine asks of a provider. The engine's own arguments (log level, address) are not needed.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/plugin.go (how the engine starts a provider).
"""

import argparse
import json
import os
import shlex
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import NamedTemporaryFile
from types import FrameType

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from .provider_operations import SimulatedAzureNative, plugin_version
from .shared_azure import SharedAzure
from .simulated_azure import PUBLIC_REGISTRY_SUFFIX


def install_provider(plugins: Path, subscription: SharedAzure) -> None:
    """Make `plugins`, the engine's plugin cache, hold this provider as the azure-native that the program asks for."""
    launcher = plugins / f"resource-azure-native-v{plugin_version()}" / "pulumi-resource-azure-native"
    command = [
        *(sys.executable, "-m", "acr_patterns.testing.provider"),
        *("--state", str(subscription.file.resolve())),
        *("--role-delay", str(subscription.role_delay)),
        *("--clock-scale", str(subscription.clock_scale)),
        *("--latencies", json.dumps(dict(subscription.latencies))),
        *("--registry-suffix", subscription.registry_suffix),
    ]
    launcher.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile("w", dir=launcher.parent, delete=False) as script:
        script.write(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
    Path(script.name).chmod(0o755)
    os.replace(script.name, launcher)  # another engine may be about to start the one that is there


def main() -> None:
    """Serve until the engine, which started this process, has ended."""
    parser = argparse.ArgumentParser(
        prog="acr_patterns.testing.provider", description="azure-native on a simulated Azure"
    )
    parser.add_argument("--state", type=Path, required=True, help="file that the subscription is kept in")
    parser.add_argument("--role-delay", type=float, default=0.0, help="simulated seconds until a role is honoured")
    parser.add_argument("--clock-scale", type=float, default=1.0, help="simulated seconds in a second")
    parser.add_argument(
        "--latencies", type=json.loads, default={}, help="JSON object: Azure type -> simulated seconds of a PUT"
    )
    parser.add_argument("--registry-suffix", default=PUBLIC_REGISTRY_SUFFIX, help="what login servers end with")
    arguments, _ = parser.parse_known_args()
    engine = os.getppid()
    server = grpc.server(ThreadPoolExecutor(max_workers=32))
    subscription = SharedAzure(
        arguments.state,
        arguments.role_delay,
        arguments.clock_scale,
        arguments.latencies,
        arguments.registry_suffix,
    )
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(SimulatedAzureNative(subscription), server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.stop(grace=None)

    signal.signal(signal.SIGINT, stop)  # how the engine ends a provider
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while os.getppid() == engine and server.wait_for_termination(timeout=1.0):
        pass


if __name__ == "__main__":
    main()
