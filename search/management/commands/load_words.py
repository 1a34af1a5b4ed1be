"""`manage.py load_words`: abbreviations and synonyms of policy."""

from typing import Any

from django.core.management.base import BaseCommand

from search.features.synonyms.models import WordEntry
from search.features.synonyms.services import load_words


class Command(BaseCommand):
    help = "Load the packaged words that mean the same. Repeatable; what editors changed or removed stays so."

    def handle(self, *args: Any, **options: Any) -> None:
        added = load_words()
        self.stdout.write(f"      {added} nieuw, {WordEntry.objects.count()} zoekwoorden")
