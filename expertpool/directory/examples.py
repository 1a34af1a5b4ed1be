"""Load the packaged example profiles: named by function, marked as examples."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Page

from expertpool.admission.examples import load_example_nomination
from expertpool.alliance.examples import load_example_alliance
from expertpool.conflicts.examples import load_example_conflicts
from expertpool.directory.appearing import note_who_appeared
from expertpool.directory.services import announce
from expertpool.models import EvidenceAbility, ExpertProfile, Pause, ProfileEvidence
from expertpool.sections.choices import write_list, write_themes
from krachtwijken.accounts.models import User
from krachtwijken.core.models import Wijk

DATA = Path(__file__).resolve().parents[1] / "data" / "example_profiles.yaml"
CONSENT_UNTIL = date(2099, 1, 1)
PLAIN = (
    "title summary about seeing connecting support persisting short_lines origin days_per_month max_parallel area visibility"
).split()
LISTS = ("levels", "roles", "languages", "provinces")


def load_example_profiles(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: a profile whose slug exists is left as it is."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    known = set(ExpertProfile.objects.values_list("slug", flat=True))
    made = [_make(row) for row in rows if slugify(row["title"]) not in known]
    load_example_conflicts()
    load_example_nomination()
    load_example_alliance()
    # Feeds of a fresh site have somebody to show before its first night.
    note_who_appeared()
    progress(f"{DATA.name}: {len(made)} nieuw")
    return len(made)


@transaction.atomic
def _make(row: dict[str, Any]) -> ExpertProfile:
    fields = {name: row[name] for name in PLAIN if name in row}
    profile = ExpertProfile(
        **fields, slug=slugify(row["title"]), is_example=True, consent_until=CONSENT_UNTIL
    )
    if row.get("account"):
        profile.user = User.objects.filter(email=row["account"]).first()
    profile.full_clean()
    profile.save()
    for name in LISTS:
        write_list(profile, name, row.get(name, []))
    wijken = Wijk.objects.filter(slug__in=row.get("wijken", []))
    write_list(profile, "wijken", list(wijken.values_list("pk", flat=True)))
    write_themes(profile, row["themes"])
    for item in row["evidence"]:
        _add_evidence(profile, item)
    _add_pauses(profile, row.get("pauses", []))
    announce(profile)
    return profile


def _add_evidence(profile: ExpertProfile, item: dict[str, Any]) -> None:
    page = Page.objects.filter(slug=item["case_slug"]).first() if item.get("case_slug") else None
    fields = {
        name: item[name] for name in ("kind", "title", "text", "year", "link", "counts") if name in item
    }
    confirmed = timezone.localdate() if item.get("confirmed") else None
    made = ProfileEvidence.objects.create(profile=profile, page=page, confirmed_on=confirmed, **fields)
    for ability in item.get("shows", []):
        EvidenceAbility.objects.create(evidence=made, ability=ability)


def _add_pauses(profile: ExpertProfile, rows: list[tuple[int, int]]) -> None:
    """In days from today, so that an example never becomes old."""
    today = timezone.localdate()
    for starts, ends in rows:
        Pause.objects.create(
            profile=profile, starts=today + timedelta(days=starts), ends=today + timedelta(days=ends)
        )
