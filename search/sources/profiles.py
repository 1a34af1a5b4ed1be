"""People of the pool as documents."""

from collections.abc import Iterator

from expertpool.models import ExpertProfile
from expertpool.selectors import audience_terms_of, with_parts
from search.types import Document, Kind


def profiles() -> Iterator[Document]:
    for found in with_parts(ExpertProfile.objects.all()):
        if audience_terms_of(found):
            yield _document(found)


def profile(pk: int) -> Document | None:
    found = with_parts(ExpertProfile.objects.filter(pk=pk)).first()
    return _document(found) if found is not None and audience_terms_of(found) else None


def _document(found: ExpertProfile) -> Document:
    evidence = [(row.title, row.text or row.title) for row in found.evidence.all() if row.counts]
    return Document(
        Kind.PROFILE,
        found.pk,
        found.title,
        [("", found.summary), ("Ervaring", found.about), *evidence],
        audience_terms_of(found),
        [depth.theme_id for depth in found.theme_depths.all()],
    )
