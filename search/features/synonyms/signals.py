"""A change of the table works at once in the process that made it."""

from django.db.models.signals import post_delete, post_save

from search.features.synonyms.models import WordEntry
from search.features.synonyms.selectors import forget_synonyms


def watch_words() -> None:
    for signal in (post_save, post_delete):
        signal.connect(forget_synonyms, sender=WordEntry, dispatch_uid=f"search.words.{id(signal)}")
