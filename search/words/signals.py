"""A change of the table works at once in the process that made it."""

from django.db.models.signals import post_delete, post_save

from search.words.models import WordEntry
from search.words.selectors import kept


def connect() -> None:
    for signal in (post_save, post_delete):
        signal.connect(kept.forget, sender=WordEntry, dispatch_uid=f"search.words.{id(signal)}")
