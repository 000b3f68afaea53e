"""The wheel and the source archive, built once from the tree as it stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Path:
    return Path(
        next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"]))
    )


@pytest.fixture(scope="session")
def sdist(tmp_path_factory) -> Path:
    return Path(
        next(SdistBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("sdist")), versions=["standard"]))
    )


@pytest.fixture
def installed(wheel) -> dict[str, str]:
    """An environment in which the wheel, still zipped, comes before everything else."""
    return os.environ | {"PYTHONPATH": str(wheel), "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}
