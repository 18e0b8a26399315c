"""The provider door: a stand-in for azure-native over SimulatedAzure, so that the real Pulumi engine runs without an account.

`install_provider` writes the program that the engine starts. It prints the port it listens on, as the engine asks of a provider. The
engine's own arguments (log level, address) are not needed.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/plugin/plugin.go (how the engine starts a provider).
"""

import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from .launcher import described_subscription, write_launcher
from .provider_operations import SimulatedAzureNative, plugin_version
from .sdk_shapes import read_shapes, write_shapes
from .shared_azure import SharedAzure


def install_provider(plugins: Path, subscription: SharedAzure) -> None:
    """Make `plugins`, the engine's plugin cache, hold this provider as the azure-native that the program asks for."""
    folder = plugins / f"resource-azure-native-v{plugin_version()}"
    write_shapes(folder / "shapes")
    launched = ("-m", "acr_patterns.testing.provider", str(folder.resolve() / "shapes"))
    write_launcher(folder / "pulumi-resource-azure-native", subscription, *launched)


def main() -> None:
    """Serve until the engine, which started this process, has ended."""
    engine = os.getppid()
    workers = ThreadPoolExecutor(max_workers=32)
    server = grpc.server(workers)
    shapes, subscription = read_shapes(Path(sys.argv[1])), described_subscription(sys.argv[2])
    stand_in = SimulatedAzureNative(subscription, shapes.__getitem__)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(stand_in, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        server.stop(grace=None)

    signal.signal(signal.SIGINT, stop)  # how the engine ends a provider
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while os.getppid() == engine and server.wait_for_termination(timeout=1.0):
        pass
    workers.shutdown()
    os._exit(0)  # to take every module down would take a third as long as to load them


if __name__ == "__main__":
    main()
