"""From documents to entries of a store: passages, tokens, labels, vectors. No Django."""

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, islice

from krachtwijken.core.text.letters import without_invisible
from search.engine.dutch.analysis import grams, tokens
from search.engine.dutch.places import as_usually_called
from search.engine.embeddings import TokenEmbedder, Vectors
from search.engine.pairs.sentences import telling_sentences
from search.engine.passages import passages
from search.engine.text_vectors import TextVectors, VectorStore, compress, digest_of
from search.errors import ModelUnavailableError
from search.types import Document, StoredPassage

# Documents whose passages go through the model together.
AT_ONCE = 32
# Texts that do: token vectors are large until they are compressed, and a report may have hundreds of passages.
TEXTS_AT_ONCE = 256


@dataclass(frozen=True)
class Entry:
    """A passage as it goes into a store: our own tokens, labels such as `kind:case`, and its pooled vector."""

    number: int
    passage: StoredPassage
    title_stems: Sequence[str]
    stems: Sequence[str]
    fact_stems: Sequence[str]
    grams: Sequence[str]
    labels: Sequence[str]
    pooled: Vectors | None


def labels_of(document: Document) -> list[str]:
    labels = [f"kind:{document.kind}", *(f"theme:{theme}" for theme in document.themes)]
    # Each once: a centre may name a theme in several offers and still counts as one.
    return list(
        dict.fromkeys([*labels, *document.labels, *(f"audience:{word}" for word in document.audience)])
    )


def embedded_text(document: Document, passage: StoredPassage) -> str:
    text = f"{document.title}. {passage.heading} {passage.text}".strip()
    return as_usually_called(without_invisible(text))


def entries_of(
    documents: Iterable[Document], embedder: TokenEmbedder | None, vector_store: VectorStore
) -> Iterator[list[Entry]]:
    """The entries of each document in turn. Only texts that are not in the vector store yet go through the model."""
    stream = iter(documents)
    while batch := list(islice(stream, AT_ONCE)):
        parts = [(document, passage) for document in batch for passage in passages(document)]
        texts = [embedded_text(document, passage) for document, passage in parts]
        sentences = [
            telling_sentences(passage.text) if document.is_evidence else [] for document, passage in parts
        ]
        identity, vectors = _vectors(texts, sentences, embedder, vector_store)
        groups: dict[str, list[Entry]] = {document.key: [] for document in batch}
        for (document, passage), text in zip(parts, texts, strict=True):
            digest = digest_of(identity, text)
            group = groups[document.key]
            group.append(_entry(document, replace(passage, digest=digest), vectors.get(digest), len(group)))
        yield from groups.values()


def _vectors(
    texts: Sequence[str],
    sentences: Sequence[Sequence[str]],
    embedder: TokenEmbedder | None,
    vector_store: VectorStore,
) -> tuple[str, dict[str, TextVectors]]:
    """Whose vectors, and the vectors; nobody's when the model is away, so that `reconcile` knows what to mend."""
    if embedder is not None:
        with contextlib.suppress(ModelUnavailableError):
            return embedder.identity, embed(texts, embedder, vector_store, sentences)
    return "", {}


def numbers_of(document: Document, identity: str) -> tuple[set[int], set[str]]:
    """The numbers and digests that the index of this model must have of the document; costs no vectors."""
    labels = labels_of(document)
    numbers, digests = set(), set()
    for place, passage in enumerate(passages(document)):
        digest = digest_of(identity, embedded_text(document, passage))
        numbers.add(_number(replace(passage, digest=digest), labels, place))
        digests.add(digest)
    return numbers, digests


def embed(
    texts: Sequence[str],
    embedder: TokenEmbedder,
    vector_store: VectorStore,
    sentences: Sequence[Sequence[str]] = (),
) -> dict[str, TextVectors]:
    """By digest the vectors of every text; `sentences` of each whose own vectors are wanted too."""
    wanted = {digest_of(embedder.identity, text): text for text in texts}
    own = {digest_of(embedder.identity, text): each for text, each in zip(texts, sentences, strict=False)}
    known = vector_store.fetch(wanted)
    missing = [digest for digest in wanted if digest not in known]
    for start in range(0, len(missing), TEXTS_AT_ONCE):
        some = missing[start : start + TEXTS_AT_ONCE]
        encoded = embedder.encode_passages([wanted[digest] for digest in some])
        apart = _sentence_vectors([own.get(digest, ()) for digest in some], embedder)
        fresh = {
            digest: compress(each, embedder.scarcity(each.pieces.tolist()), vectors)
            for digest, each, vectors in zip(some, encoded, apart, strict=True)
        }
        vector_store.add(fresh)
        known |= fresh
    return known


def _sentence_vectors(groups: Sequence[Sequence[str]], embedder: TokenEmbedder) -> list[Vectors | None]:
    flat = [sentence for group in groups for sentence in group]
    if not flat:
        return [None] * len(groups)
    vectors = embedder.passages(flat)
    ends = list(accumulate(len(group) for group in groups))
    return [vectors[end - len(group) : end] for group, end in zip(groups, ends, strict=True)]


def _entry(document: Document, passage: StoredPassage, vectors: TextVectors | None, place: int) -> Entry:
    labels = labels_of(document)
    text = f"{passage.heading} {passage.text}"
    return Entry(
        number=_number(passage, labels, place),
        passage=passage,
        title_stems=tokens(document.title),
        stems=tokens(text),
        fact_stems=tokens(". ".join(passage.facts)),
        grams=grams(f"{document.title} {text}"),
        labels=labels,
        pooled=vectors.pooled if vectors else None,
    )


def _number(passage: StoredPassage, labels: Sequence[str], place: int) -> int:
    """63 bits that stand for everything the passage is: another text or audience gives another number."""
    whole = "\0".join([passage.key, str(place), passage.digest, *labels, *passage.facts])
    return int.from_bytes(hashlib.sha256(whole.encode()).digest()[:8]) >> 1
