"""Keep the counted words, and read them back."""

from krachtwijken.core.process_cache import ProcessCache
from search.engine.dutch.spelling import Vocabulary
from search.indexing.vocabulary.models import StoredVocabulary

NAME = "public"
LOOK_AGAIN_SECONDS = 30.0


def save_vocabulary(vocabulary: Vocabulary) -> None:
    """Repeatable: there is one, the last."""
    StoredVocabulary.objects.update_or_create(name=NAME, defaults={"words": vocabulary.to_bytes()})
    vocabulary_cache.forget()


def load_vocabulary() -> Vocabulary:
    return vocabulary_cache.current()


def _read() -> Vocabulary:
    row = StoredVocabulary.objects.filter(name=NAME).first()
    return Vocabulary.from_bytes(bytes(row.words)) if row else Vocabulary({})


def _stamp() -> object:
    return StoredVocabulary.objects.filter(name=NAME).values_list("counted_at", flat=True).first()


vocabulary_cache = ProcessCache(_read, _stamp, empty=Vocabulary({}), seconds=LOOK_AGAIN_SECONDS)
