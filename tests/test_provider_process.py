"""The provider door as the process that the engine starts."""

import os
import signal
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any

import grpc
import pytest
from acr_patterns.arm_types import TYPES
from acr_patterns.testing import provider
from acr_patterns.testing.provider import install_provider
from acr_patterns.testing.provider_operations import plugin_version
from acr_patterns.testing.sdk_shapes import read_shapes, shape_of
from acr_patterns.testing.shared_azure import SharedAzure
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2_grpc

LIBRARY = Path(provider.__file__).parents[2]


@pytest.fixture
def process(tmp_path: Path) -> Generator[subprocess.Popen[str]]:
    """What the launcher in the plugin cache starts."""
    install_provider(tmp_path, SharedAzure(tmp_path / "azure.db"))
    [launcher] = tmp_path.glob("*/pulumi-resource-azure-native")
    with subprocess.Popen(  # noqa: S603 written just now
        [str(launcher), "--logtostderr", "127.0.0.1:1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(LIBRARY)},
    ) as started:
        yield started
        started.kill()


def test_it_says_its_port_answers_there_and_ends_when_the_engine_interrupts_it(process: subprocess.Popen[str]) -> None:
    assert process.stdout
    with grpc.insecure_channel(f"127.0.0.1:{int(process.stdout.readline())}") as channel:
        stub: Any = provider_pb2_grpc.ResourceProviderStub(channel)
        assert stub.GetPluginInfo(empty_pb2.Empty()).version == plugin_version()
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=30)
    assert (process.returncode, said, complained) == (0, "", "")


def test_what_a_launched_provider_needs_is_replaced_in_one_step(tmp_path: Path) -> None:
    for scale in (1.0, 20.0):
        install_provider(tmp_path, SharedAzure(tmp_path / "azure.db", clock_scale=scale))
    [folder] = [path for path in tmp_path.iterdir() if path.is_dir()]
    launcher, shapes = sorted(folder.iterdir())
    assert '"clock_scale": 20.0' in launcher.read_text()
    assert os.access(launcher, os.X_OK)
    assert read_shapes(shapes) == {token: shape_of(token) for token in TYPES}
