"""The Elasticsearch engine: an index per version behind an alias, our own tokens in `whitespace` fields.

Uses only what the core of the server has: no language analyzers, scripts, reindexing or fusion of its own.
"""

import contextlib
import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Bool, Match, Query, Term, Terms
from elasticsearch.helpers import BulkIndexError, bulk, scan, streaming_bulk

from search.errors import SearchUnavailableError
from search.stores.base import (
    FORMAT,
    TITLE_WEIGHT,
    WIDE,
    Asked,
    Entry,
    Reference,
    Signals,
    Store,
    least_grams,
    wanted_labels,
)
from search.stores.elastic_document import action_of, index_of
from search.types import SearchFilters, StoredPassage

# The graph is searched this much wider than asked, so that it misses nothing of the exact order.
NEAREST_WIDE = 4 * WIDE
# After a failure nobody waits for the cluster again within this time.
REST_SECONDS = 3.0
LOOK_AGAIN_SECONDS = 10.0
KEPT = ["key", "heading", "text", "digest"]


class ElasticStore(Store):
    """`name` is the alias; the indexes behind it are `name-<random>`."""

    def __init__(self, client: Elasticsearch, name: str, identity: str) -> None:
        self.client = client
        self.name = name
        self.identity = f"{FORMAT} {identity}"
        self.failed_at = float("-inf")
        self.looked_at = float("-inf")

    def exists(self) -> bool:
        with self._reachable():
            try:
                found = self.client.indices.get_mapping(index=self.name)
            except NotFoundError:
                return False
        formats = [index["mappings"].get("_meta", {}).get("format") for index in found.body.values()]
        return formats == [self.identity]

    def rebuild(self, groups: Iterable[Sequence[Entry]]) -> int:
        fresh = f"{self.name}-{uuid.uuid4().hex[:12]}"
        count = 0

        def actions() -> Iterator[dict[str, Any]]:
            nonlocal count
            for entries in groups:
                count += 1
                yield from (action_of(entry, fresh, first=place == 0) for place, entry in enumerate(entries))

        with self._reachable():
            width, stream = _width(actions())
            index_of(fresh, self.identity, width).create(using=self.client)
            for _ in streaming_bulk(self.client, stream, chunk_size=400):
                pass
            self.client.indices.put_settings(index=fresh, settings={"refresh_interval": "1s"})
            self.client.indices.refresh(index=fresh)
            self._swap(fresh)
        return count

    def _swap(self, fresh: str) -> None:
        """In one step: no search falls between the old index and the new one."""
        known = self.client.indices.get(index=f"{self.name}-*").body
        old = [name for name in known if name != fresh]
        aliased = [name for name in old if self.name in known[name]["aliases"]]
        actions: list[dict[str, Any]] = [{"remove": {"index": name, "alias": self.name}} for name in aliased]
        self.client.indices.update_aliases(actions=[*actions, {"add": {"index": fresh, "alias": self.name}}])
        for name in old:
            self.client.indices.delete(index=name, ignore_unavailable=True)
        self.looked_at = float("-inf")

    def put(self, key: str, entries: Sequence[Entry]) -> None:
        self._require()
        with self._reachable():
            search = Search().query(Term(key=key)).source(False)[:10_000]
            found = self.client.search(index=self.name, body=search.to_dict())
            kept = {str(entry.number) for entry in entries}
            gone = [hit["_id"] for hit in found["hits"]["hits"] if hit["_id"] not in kept]
            actions: list[dict[str, Any]] = [
                {"_op_type": "delete", "_index": self.name, "_id": number} for number in gone
            ]
            actions += [action_of(entry, self.name, first=place == 0) for place, entry in enumerate(entries)]
            bulk(self.client, actions, refresh=True)

    def delete(self, key: str) -> None:
        self.put(key, [])

    def digests(self) -> dict[str, set[str]]:
        self._require()
        found: dict[str, set[str]] = {}
        body = {"_source": ["key", "digest"], "query": {"match_all": {}}}
        with self._reachable():
            for hit in scan(self.client, query=body, index=self.name, size=2000):
                found.setdefault(hit["_source"]["key"], set()).add(hit["_source"]["digest"])
        return found

    def signals(self, asked: Asked, *, audience: frozenset[str], filters: SearchFilters) -> Signals:
        return self.signals_many(asked, audience=audience, filters=[filters])[0]

    def signals_many(
        self, asked: Asked, *, audience: frozenset[str], filters: Sequence[SearchFilters]
    ) -> list[Signals]:
        self._require()
        groups = [[Terms(labels=group) for group in wanted_labels(audience, each)] for each in filters]
        searches = [_questions(asked, conditions) for conditions in groups]
        lines = [line for each in searches for search in each.values() for line in ({}, search.to_dict())]
        if not lines:
            return [Signals({}, {}, {}, {}) for _ in filters]
        with self._reachable():
            answers = iter(self.client.msearch(index=self.name, searches=lines)["responses"])
        return [_signals(each, answers) for each in searches]

    def passages(self, numbers: Collection[int]) -> dict[int, StoredPassage]:
        if not numbers:
            return {}
        with self._reachable():
            found = self.client.mget(index=self.name, ids=[str(n) for n in numbers], source_includes=KEPT)
        sources = {int(row["_id"]): row["_source"] for row in found["docs"] if row.get("found")}
        return {number: StoredPassage(*(row[name] for name in KEPT)) for number, row in sources.items()}

    def passages_of(self, key: str) -> list[StoredPassage]:
        search = Search().query(Term(key=key)).source(list(KEPT))[:10_000]
        with self._reachable():
            found = self.client.search(index=self.name, body=search.to_dict())
        return [StoredPassage(*(hit["_source"][name] for name in KEPT)) for hit in found["hits"]["hits"]]

    def labels(self, keys: Collection[str]) -> dict[str, Sequence[str]]:
        search = Search().query(Bool(filter=[Terms(key=sorted(keys)), Term(first=True)])).source(False)
        search = search[: max(len(keys), 1)].extra(docvalue_fields=["key", "labels"], track_total_hits=False)
        with self._reachable():
            found = self.client.search(index=self.name, body=search.to_dict())
        rows = [hit["fields"] for hit in found["hits"]["hits"]]
        return {row["key"][0]: row.get("labels", []) for row in rows}

    def size(self) -> int:
        with self._reachable():
            found = self.client.indices.stats(index=self.name, metric="store")
        return int(found["_all"]["primaries"]["store"]["size_in_bytes"])

    def drop(self) -> None:
        """Remove the alias and every index behind it."""
        for name in self.client.indices.get(index=f"{self.name}-*").body:
            self.client.indices.delete(index=name, ignore_unavailable=True)

    def _require(self) -> None:
        """Look now and then whether the alias still leads to an index of ours."""
        if time.monotonic() - self.looked_at < LOOK_AGAIN_SECONDS:
            return
        if not self.exists():
            raise SearchUnavailableError("there is no index of this version and model")
        self.looked_at = time.monotonic()

    @contextlib.contextmanager
    def _reachable(self) -> Iterator[None]:
        if time.monotonic() - self.failed_at < REST_SECONDS:
            raise SearchUnavailableError("the cluster failed a moment ago")
        try:
            yield
        except TransportError as error:
            self.failed_at = time.monotonic()
            raise SearchUnavailableError(f"the cluster cannot be reached: {error.message}") from error
        except (ApiError, BulkIndexError) as error:
            self.looked_at = float("-inf")
            raise SearchUnavailableError(f"the cluster refuses: {error.args[0]}") from error


def _signals(names: Iterable[str], answers: Iterator[Any]) -> Signals:
    """The scores of one set of searches, from the answers in the order in which they were asked."""
    references: dict[int, Reference] = {}
    scores: dict[str, dict[int, float]] = {"stems": {}, "grams": {}, "dense": {}}
    for name in names:
        answer = next(answers)
        if "error" in answer:
            raise SearchUnavailableError(f"the cluster answers {answer['error'].get('type')}")
        for hit in answer["hits"]["hits"]:
            number = int(hit["_id"])
            references[number] = Reference(hit["fields"]["key"][0], hit["fields"]["digest"][0])
            # Elasticsearch gives (1 + cosine) / 2.
            scores[name][number] = 2 * hit["_score"] - 1 if name == "dense" else hit["_score"]
    return Signals(scores["stems"], scores["grams"], scores["dense"], references)


def _questions(asked: Asked, conditions: Sequence[Query]) -> dict[str, Search[Any]]:
    found: dict[str, Search[Any]] = {}
    if asked.stems or asked.also:
        text = " ".join(asked.stems)
        words = [Match(stems={"query": text}), Match(title={"query": text, "boost": TITLE_WEIGHT})]
        for also in asked.also:
            every = {"query": " ".join(also.stems), "operator": "and"}
            words.append(Match(stems={**every, "boost": also.weight}))
            words.append(Match(title={**every, "boost": also.weight * TITLE_WEIGHT}))
        found["stems"] = Search().query(Bool(should=words, minimum_should_match=1, filter=list(conditions)))
    if asked.grams:
        least = {"query": " ".join(asked.grams), "minimum_should_match": least_grams(asked)}
        found["grams"] = Search().query(Bool(must=[Match(grams=least)], filter=list(conditions)))
    if asked.pooled is not None:
        found["dense"] = Search().knn(
            field="vector",
            k=WIDE,
            num_candidates=NEAREST_WIDE,
            query_vector=asked.pooled.tolist(),
            filter=Bool(filter=list(conditions)),
        )
    return {
        name: search[:WIDE].source(False).extra(docvalue_fields=["key", "digest"], track_total_hits=False)
        for name, search in found.items()
    }


def _width(actions: Iterator[dict[str, Any]]) -> tuple[int, Iterator[dict[str, Any]]]:
    """The length of the vectors, which the index must know before the first passage comes."""
    first = next(actions, None)
    if first is None:
        return 0, iter(())

    def whole() -> Iterator[dict[str, Any]]:
        yield first
        yield from actions

    return len(first["_source"].get("vector", ())), whole()
