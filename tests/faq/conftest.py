"""The shipped knowledge, indexed once for all tests and kept between runs."""

from pathlib import Path

import pytest

from faq.commands import SEED
from faq.knowledge import Knowledge


@pytest.fixture(scope="session")
def index_dir(pytestconfig: pytest.Config) -> Path:
    cache = pytestconfig.cache
    assert cache is not None
    return cache.mkdir("faq-index")


@pytest.fixture(scope="session")
def seed(index_dir: Path) -> Knowledge:
    return Knowledge.open(SEED, index_dir)
