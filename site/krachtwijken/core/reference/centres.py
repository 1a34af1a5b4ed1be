"""The public codes of knowledge centres, by which tools outside the platform know them."""

from krachtwijken.core.reference.models import Organisation


def centre_code(organisation: Organisation) -> str:
    """PLATFORM31, MOVISIE, RIVM, CCV or KIS; of a centre that ended that of its successor. Empty when there is none."""
    passed: set[int] = set()
    current: Organisation | None = organisation
    while current is not None and current.pk not in passed:
        if current.code and current.is_active:
            return current.code
        passed.add(current.pk)
        current = current.successor
    return ""
