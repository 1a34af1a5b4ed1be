"""Put the packaged words in the table."""

from django.db import transaction

from search.engine.dutch.packaged_synonyms import packaged_entries
from search.features.synonyms.models import OfferedWord, WordEntry


@transaction.atomic
def load_words() -> int:
    """Repeatable: a word is offered once, so what editors changed or removed is left alone. Returns how many came."""
    offered = set(OfferedWord.objects.values_list("term", flat=True))
    taken = {term.casefold() for term in WordEntry.objects.values_list("term", flat=True)}
    fresh = [entry for entry in packaged_entries() if entry.term not in offered]
    added = 0
    for entry in fresh:
        if entry.term.casefold() not in taken:
            WordEntry.objects.create(
                term=entry.term,
                alternatives="\n".join(entry.alternatives),
                kind=entry.kind.value,
                direction=entry.direction.value,
            )
            added += 1
    OfferedWord.objects.bulk_create([OfferedWord(term=entry.term) for entry in fresh])
    return added
