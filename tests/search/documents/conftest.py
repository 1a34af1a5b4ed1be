from collections.abc import Callable
from typing import Any

import pytest
from wagtail.documents.models import Document

from tests.factories.documents import (
    attach,
    make_document,
    pdf,
)
from tests.factories.pages import make_case
from tests.search.documents.finding import (
    CANARY,
    VISITOR,
    found_by,
)


@pytest.fixture
def case(search_index: Any, run_outbox: Callable[[], int]) -> Any:
    made = make_case(title="Rust in de polder", themes=("wonen",))
    run_outbox()
    return made


@pytest.fixture
def attached(case: Any, run_outbox: Callable[[], int]) -> Document:
    """A PDF with the canary on its second page, attached to the case and found."""
    document = make_document(pdf("Over de kade.", f"De {CANARY} broedt hier."), title="Vogelverslag")
    attach(case, document)
    run_outbox()
    assert found_by(VISITOR) == [document.pk]
    return document
