"""What the parts of a profile, and the work that proves it, are tried with."""

from typing import Any

from expertpool.models import ProfileEvidence
from expertpool.sections.services import confirm_evidence, remove_evidence, save_evidence, save_section
from krachtwijken.core.models import Theme
from tests.factories.accounts import UserFactory
from tests.failing.of_pool import make_profile
from tests.failing.registry import Call, tries

WORK: dict[str, Any] = {
    "kind": "praktijk", "title": "Portiekgesprekken", "text": "Voerde ze.", "year": 2024, "page": None, "link": "",
    "mission": "", "counts": True, "abilities": ["seeing", "support"],
}  # fmt: skip


@tries(save_section)
def other_levels_and_themes() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    Theme.objects.get_or_create(code="wonen", defaults={"name": "Wonen"})
    values = {"title": "Wijkmanager", "levels": ["bewoner", "strategisch"], "themes": {"wonen": 2}}
    return lambda: save_section(profile=profile, actor=user, values=values)


@tries(save_evidence)
def new_evidence() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    return lambda: save_evidence(profile=profile, actor=user, values=WORK)


@tries(confirm_evidence)
def old_work_stands() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    row = ProfileEvidence.objects.create(profile=profile, kind="praktijk", title="Oud", year=2001)
    return lambda: confirm_evidence(profile=profile, actor=user, evidence=row.pk)


@tries(remove_evidence)
def work_goes() -> Call:
    user = UserFactory(role="expert")
    profile = make_profile(user)
    row = ProfileEvidence.objects.create(profile=profile, kind="praktijk", title="Oud")
    return lambda: remove_evidence(profile=profile, actor=user, evidence=row.pk)
