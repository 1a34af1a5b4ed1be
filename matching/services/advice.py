"""The advice of the engine on a request: people and knowledge centres, best first."""

from django.core.cache import cache

from expertpool.models import ExpertProfile
from expertpool.selectors import candidates
from knowledge.selectors import centres_visible_to
from krachtwijken.accounts.types import Viewer
from matching.engine.rank import Advice, Candidate, rank
from matching.models import SupportRequest
from search.scoring import Evidence
from search.services.engine import pair_scorer

SHOWN = 5


def advice_for(request: SupportRequest, *, viewer: Viewer) -> dict[str, list[Advice]]:
    """For staff: it also holds people whom nobody else sees. Kept for an hour per request and viewer."""
    key = f"advice:{request.pk}:{viewer.pk}"
    kept: dict[str, list[Advice]] | None = cache.get(key)
    if kept is None:
        themes = frozenset(request.themes)
        problem = f"{request.problem} {request.wanted}"
        people = rank(problem, themes, [_person(profile) for profile in candidates()], pair_scorer())
        centres = rank(problem, themes, _centres(viewer), pair_scorer())
        kept = {"people": people[:SHOWN], "centres": centres[:3]}
        cache.set(key, kept, 3600)
    return kept


def _person(profile: ExpertProfile) -> Candidate:
    strength = (profile.seeing + profile.connecting + profile.support) / 9
    evidence = [Evidence(title, text) for title, text in profile.evidence_texts()]
    themes = frozenset(depth.theme_id for depth in profile.theme_depths.all())
    return Candidate(
        f"profile:{profile.pk}",
        profile.title,
        profile.get_absolute_url(),
        evidence,
        themes,
        strength,
        profile.days_per_month,
    )


def _centres(viewer: Viewer) -> list[Candidate]:
    found = []
    for page in centres_visible_to(viewer).filter(organisation__active_until=None).prefetch_related("offers"):
        offers = list(page.offers.all())
        evidence = [Evidence(page.title, page.summary), *(Evidence("", offer.text) for offer in offers)]
        themes = frozenset(offer.theme_id for offer in offers if offer.theme_id)
        found.append(Candidate(f"centre:{page.pk}", page.title, page.url or "", evidence, themes, 0.0, 0))
    return found
