"""What the tests of the process share."""

import pytest

from faq.knowledge import Knowledge
from tests.knowledge import small_knowledge


@pytest.fixture(scope="session")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    """Return a few entries, indexed once."""
    return small_knowledge(tmp_path_factory.mktemp("index"))
