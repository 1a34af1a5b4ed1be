"""Load the packaged example profiles: named by function, marked as examples."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.utils.text import slugify
from wagtail.models import Page

from expertpool.directory.services import announce
from expertpool.models import ExpertProfile, ProfileEvidence, ThemeDepth
from krachtwijken.accounts.models import User

DATA = Path(__file__).resolve().parents[1] / "data" / "example_profiles.yaml"
CONSENT_UNTIL = date(2099, 1, 1)
PLAIN = "title summary about levels roles seeing connecting support days_per_month max_parallel area visibility".split()


def load_example_profiles(*, progress: Callable[[str], None] = lambda line: None) -> int:
    """Repeatable: a profile whose slug exists is left as it is."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    known = set(ExpertProfile.objects.values_list("slug", flat=True))
    made = [_make(row) for row in rows if slugify(row["title"]) not in known]
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
    for theme, depth in row["themes"].items():
        ThemeDepth.objects.create(profile=profile, theme_id=theme, depth=depth)
    for item in row["evidence"]:
        page = Page.objects.filter(slug=item["case_slug"]).first() if item.get("case_slug") else None
        fields = {name: item[name] for name in ("kind", "title", "text", "year") if name in item}
        ProfileEvidence.objects.create(profile=profile, page=page, **fields)
    announce(profile)
    return profile
