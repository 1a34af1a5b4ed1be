"""Keep the counted words."""

from search.meant.models import StoredVocabulary
from search.meant.nearest import Vocabulary
from search.meant.selectors import NAME, kept


def save_vocabulary(vocabulary: Vocabulary) -> None:
    """Repeatable: there is one, the last."""
    StoredVocabulary.objects.update_or_create(name=NAME, defaults={"words": vocabulary.to_bytes()})
    kept.forget()
