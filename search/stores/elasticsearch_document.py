"""A passage as a Document of `elasticsearch.dsl`, and the connection."""

from typing import Any

from elasticsearch import Elasticsearch, OrjsonSerializer
from elasticsearch.dsl import DenseVector, Document, Index, Keyword, Long, MetaField, Text

from search.engine.entries import Entry
from search.stores.base import EVERY

# Whole strings only: the texts are for showing, the tokens for finding.
SHOWN_ONLY: dict[str, Any] = {"index": False, "doc_values": False}


class PassageDocument(Document):
    # As `_id`, in a column: reading that for hundreds of hits takes longer than finding them.
    number = Long(index=False)
    key = Keyword()
    digest = Keyword()
    labels = Keyword()
    heading = Keyword(**SHOWN_ONLY)
    text = Keyword(**SHOWN_ONLY)
    fact = Keyword(**SHOWN_ONLY)
    title = Text(analyzer="whitespace", index_options="freqs")
    facts = Text(analyzer="whitespace", index_options="freqs")
    stems = Text(analyzer="whitespace", index_options="freqs")
    grams = Text(analyzer="whitespace", index_options="freqs")

    class Meta:
        dynamic = MetaField("strict")
        # The tokens and the vector can always be made again: the database is the truth.
        source = MetaField(includes=["key", "digest", "heading", "text", "fact"])


def index_of(name: str, identity: str, width: int) -> Index:
    """An index with its mapping; `width` 0 leaves the vectors out."""
    index = Index(name)
    # One shard: scores then count over all passages, as in the embedded engine.
    index.settings(
        number_of_shards=1, number_of_replicas=0, auto_expand_replicas="0-1", refresh_interval="-1"
    )
    mapping = PassageDocument._doc_type.mapping._clone()
    mapping.meta("_meta", format=identity)
    if width:
        # Every vector is compared, as in the embedded engine. Up to some 100,000 passages a graph is no faster when it
        # is searched wide enough, finds fewer of them and takes four times as long to make: docs/search.md.
        exact = DenseVector(dims=width, index=True, similarity="dot_product", index_options={"type": "flat"})
        mapping.field("vector", exact)
    index.mapping(mapping)
    return index


def action_of(entry: Entry, index: str) -> dict[str, Any]:
    """For the bulk interface."""
    source: dict[str, Any] = {
        "number": entry.number,
        "key": entry.passage.key,
        "digest": entry.passage.digest,
        "heading": entry.passage.heading,
        "text": entry.passage.text,
        "labels": list(entry.labels),
        "fact": list(entry.passage.facts),
        "title": " ".join([EVERY, *entry.title_stems]),
        "facts": " ".join([EVERY, *entry.fact_stems]),
        "stems": " ".join(entry.stems),
        "grams": " ".join(entry.grams),
    }
    if entry.pooled is not None:
        source["vector"] = entry.pooled
    return {"_op_type": "index", "_index": index, "_id": str(entry.number), "_source": source}


def open_client(
    urls: str, *, user: str = "", password: str = "", api_key: str = "", ca_file: str = ""
) -> Elasticsearch:
    """`urls` of one or more nodes, with commas between: when one fails, another is asked."""
    options: dict[str, Any] = {
        "serializer": OrjsonSerializer(),
        "request_timeout": 10,
        "max_retries": 2,
        "retry_on_timeout": False,
        "dead_node_backoff_factor": 1.0,
        "max_dead_node_backoff": 10.0,
    }
    if api_key:
        options["api_key"] = api_key
    elif user:
        options["basic_auth"] = (user, password)
    if ca_file:
        options["ca_certs"] = ca_file
    return Elasticsearch([url.strip() for url in urls.split(",") if url.strip()], **options)
