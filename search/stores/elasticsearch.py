"""The Elasticsearch engine: an index per version behind an alias, our own tokens in `whitespace` fields.

Uses only what the core of the server has: no language analyzers, scripts, reindexing or fusion of its own.
"""

import contextlib
import hashlib
import threading
import time
import uuid
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import Search
from elasticsearch.dsl.query import Bool, Match, Query, Term, Terms
from elasticsearch.helpers import BulkIndexError, bulk, scan

from search.engine.entries import Entry
from search.engine.query import StoreQuery
from search.engine.signals import PassageRef, Signals
from search.errors import IndexGoneError, SearchUnavailableError
from search.stores.base import (
    FIELD_WEIGHTS,
    FORMAT,
    WIDE,
    Replay,
    Store,
    no_replay,
    wanted_labels,
)
from search.stores.elasticsearch_document import action_of, index_of
from search.types import SearchFilters, StoredPassage

# Passages that are sent together, and how many such parcels are on their way.
AT_ONCE, WRITERS = 400, 2
# After a failure nobody waits for the cluster again within this time.
REST_SECONDS = 3.0
# A visitor waits for at most three nodes that do not answer, one second each; one that refuses costs no time.
QUICK: dict[str, Any] = {"request_timeout": 1.0, "max_retries": 2, "retry_on_timeout": True}
PROBE: dict[str, Any] = {"request_timeout": 0.7, "max_retries": 2, "retry_on_timeout": False}
PATIENT: dict[str, Any] = {"request_timeout": 30.0, "max_retries": 2, "retry_on_timeout": False}
KEPT = ["key", "heading", "text", "digest", "fact"]
# Of a hit only columns are read: the stored fields, `_id` among them, would be unpacked for each of the WIDE.
COLUMNS: dict[str, Any] = {
    "stored_fields": "_none_",
    "docvalue_fields": ["number", "key", "digest", "labels"],
    "track_total_hits": False,
}
ANSWERED = [f"responses.{name}" for name in ("error", "status", "hits.hits._score", "hits.hits.fields")]


class ElasticsearchStore(Store):
    """`name` is the alias of the index that answers; the indexes behind it are `name-<random>`.

    Reading and writing go through a second alias that also holds the model: whoever still has another model gets no
    answer, rather than vectors of two models together.
    """

    def __init__(self, client: Elasticsearch, name: str, identity: str) -> None:
        self.client = client
        self.name = name
        self.identity = f"{FORMAT} {identity}"
        self.alias = f"{name}.{hashlib.sha256(self.identity.encode()).hexdigest()[:12]}"
        self.failed_at = float("-inf")
        self.trying = threading.Lock()

    def exists(self) -> bool:
        with self._reachable() as client:
            try:
                mappings = client.indices.get_mapping(index=self.alias)
            except NotFoundError:
                return False
        formats = [index["mappings"].get("_meta", {}).get("format") for index in mappings.body.values()]
        return formats == [self.identity]

    def check(self) -> None:
        if not self.exists():
            raise IndexGoneError("there is no index of this version and model")
        with self._reachable() as client:
            client.search(index=self.alias, body=Search()[:0].to_dict())

    def rebuild(self, groups: Iterable[Sequence[Entry]], replay: Replay = no_replay) -> int:
        fresh = f"{self.name}-{uuid.uuid4().hex[:12]}"
        written: dict[str, list[int]] = {}
        with self._reachable(PATIENT):
            self._clean()

        def actions() -> Iterator[dict[str, Any]]:
            for entries in groups:
                written[entries[0].passage.key] = [entry.number for entry in entries]
                yield from _added(entries, fresh)

        try:
            with self._reachable(PATIENT) as client:
                width, stream = _width(actions())
                index_of(fresh, self.identity, width).create(using=client)
                _write(client, stream)
                count = len(written)
                for key, entries in replay():
                    gone = set(written.get(key, ())) - {entry.number for entry in entries}
                    _write(client, [*_removed(gone, fresh), *_added(entries, fresh)])
                    written[key] = [entry.number for entry in entries]
                client.indices.put_settings(index=fresh, settings={"refresh_interval": "1s"})
                client.indices.refresh(index=fresh)
                self._swap(client, fresh)
        except BaseException:
            with contextlib.suppress(ApiError, TransportError):
                self.client.options(request_timeout=2).indices.delete(index=fresh, ignore_unavailable=True)
            raise
        self._clean()
        return count

    def _swap(self, client: Elasticsearch, fresh: str) -> None:
        """In one step: no search falls between the old index and the new one."""
        old = client.indices.get(index=f"{self.name}-*").body
        actions: list[dict[str, Any]] = [
            {"remove": {"index": name, "alias": alias}} for name in old for alias in old[name]["aliases"]
        ]
        actions += [{"add": {"index": fresh, "alias": alias}} for alias in (self.name, self.alias)]
        client.indices.update_aliases(actions=actions)

    def _clean(self) -> None:
        """Remove all but the index that answers."""
        client = self.client.options(**PATIENT)
        for name, index in client.indices.get(index=f"{self.name}-*").body.items():
            if self.name not in index["aliases"]:
                client.indices.delete(index=name, ignore_unavailable=True)

    def put(self, key: str, entries: Sequence[Entry]) -> None:
        search = Search().query(Term(key=key)).source(False)[:10_000]
        with self._reachable(PATIENT) as client:
            hits = client.search(index=self.alias, body=search.to_dict())["hits"]["hits"]
            known = {int(hit["_id"]) for hit in hits}
            gone = known - {entry.number for entry in entries}
            new = [row for row in _added(entries, self.alias) if int(row["_id"]) not in known]
            if gone or new:
                # Without the alias nothing is written: an index of this name would otherwise come by itself.
                bulk(client, [*_removed(gone, self.alias), *new], refresh=True, require_alias=True)

    def delete(self, key: str) -> None:
        self.put(key, [])

    def digests(self) -> dict[str, set[str]]:
        by_key: dict[str, set[str]] = {}
        for hit in self._all(["key", "digest"]):
            by_key.setdefault(hit["_source"]["key"], set()).add(hit["_source"]["digest"])
        return by_key

    def numbers(self) -> dict[str, set[int]]:
        by_key: dict[str, set[int]] = {}
        for hit in self._all(["key"]):
            by_key.setdefault(hit["_source"]["key"], set()).add(int(hit["_id"]))
        return by_key

    def _all(self, fields: list[str]) -> Iterator[Any]:
        body = {"_source": fields, "query": {"match_all": {}}}
        with self._reachable(PATIENT) as client:
            yield from scan(client, query=body, index=self.alias, size=2000)

    def signals(self, query: StoreQuery, *, audience: frozenset[str], filters: SearchFilters) -> Signals:
        return self.signals_many(query, audience=audience, filters=[filters])[0]

    def signals_many(
        self, query: StoreQuery, *, audience: frozenset[str], filters: Sequence[SearchFilters]
    ) -> list[Signals]:
        groups = [[Terms(labels=group) for group in wanted_labels(audience, each)] for each in filters]
        searches = [_searches(query, conditions) for conditions in groups]
        lines = [line for each in searches for search in each.values() for line in ({}, search.to_dict())]
        if not lines:
            return [Signals({}, {}, {}, {}) for _ in filters]
        with self._reachable() as client:
            answer = client.msearch(index=self.alias, searches=lines, filter_path=ANSWERED)
        answers = iter(answer["responses"])
        return [_signals(each, answers) for each in searches]

    def passages(self, numbers: Collection[int]) -> dict[int, StoredPassage]:
        if not numbers:
            return {}
        with self._reachable() as client:
            answer = client.mget(index=self.alias, ids=[str(n) for n in numbers], source_includes=KEPT)
        sources = {int(row["_id"]): row["_source"] for row in answer["docs"] if row.get("found")}
        return {number: _passage(row) for number, row in sources.items()}

    def passages_of(self, key: str) -> list[StoredPassage]:
        search = Search().query(Term(key=key)).source(list(KEPT))[:10_000]
        with self._reachable() as client:
            answer = client.search(index=self.alias, body=search.to_dict())
        return [_passage(hit["_source"]) for hit in answer["hits"]["hits"]]

    def passages_of_all(self, keys: Collection[str]) -> dict[str, list[StoredPassage]]:
        if not keys:
            return {}
        search = Search().query(Terms(key=sorted(keys))).source(list(KEPT))[:10_000]
        with self._reachable() as client:
            answer = client.search(index=self.alias, body=search.to_dict())
        texts: dict[str, list[StoredPassage]] = {}
        for hit in answer["hits"]["hits"]:
            passage = _passage(hit["_source"])
            texts.setdefault(passage.key, []).append(passage)
        return texts

    def size(self) -> int:
        with self._reachable(PATIENT) as client:
            statistics = client.indices.stats(index=self.alias, metric="store")
        return int(statistics["_all"]["primaries"]["store"]["size_in_bytes"])

    def drop(self) -> None:
        """Remove the alias and every index behind it."""
        for name in self.client.indices.get(index=f"{self.name}-*").body:
            self.client.indices.delete(index=name, ignore_unavailable=True)

    @contextlib.contextmanager
    def _reachable(self, options: dict[str, Any] = QUICK) -> Iterator[Elasticsearch]:
        """The client with the patience that fits. After a failure only one thread tries again, and not for long."""
        broken = self.failed_at > float("-inf")
        if broken and time.monotonic() - self.failed_at < REST_SECONDS:
            raise SearchUnavailableError("the cluster failed a moment ago")
        if broken and options is QUICK:
            if not self.trying.acquire(blocking=False):
                raise SearchUnavailableError("the cluster failed, somebody looks whether it is back")
            try:
                yield from self._guarded(PROBE)
            finally:
                self.trying.release()
            return
        yield from self._guarded(options)

    def _guarded(self, options: dict[str, Any]) -> Iterator[Elasticsearch]:
        try:
            yield self.client.options(**options)
        except TransportError as error:
            self.failed_at = time.monotonic()
            raise SearchUnavailableError(f"the cluster cannot be reached: {error.message}") from error
        except NotFoundError as error:
            raise IndexGoneError("there is no index of this version and model") from error
        except (ApiError, BulkIndexError) as error:
            raise SearchUnavailableError(f"the cluster refuses: {error.args[0]}") from error
        self.failed_at = float("-inf")


def read_cluster_identity(client: Elasticsearch, name: str) -> str | None:
    """The model that the index behind the alias was made with; None when this version cannot read it."""
    try:
        mappings = client.options(**QUICK).indices.get_mapping(index=name).body
    except NotFoundError:
        return None
    except (ApiError, TransportError) as error:
        raise SearchUnavailableError(f"the cluster cannot be reached: {error}") from error
    formats = [str(index["mappings"].get("_meta", {}).get("format", "")) for index in mappings.values()]
    version, _, identity = formats[0].partition(" ") if len(formats) == 1 else ("", "", "")
    return identity if version == FORMAT and identity else None


def _passage(source: Any) -> StoredPassage:
    """`fact` is left out where there is none."""
    return StoredPassage(
        source["key"], source["heading"], source["text"], source["digest"], source.get("fact", ())
    )


def _added(entries: Sequence[Entry], index: str) -> Iterator[dict[str, Any]]:
    return (action_of(entry, index) for entry in entries)


def _removed(numbers: Collection[int], index: str) -> Iterator[dict[str, Any]]:
    return ({"_op_type": "delete", "_index": index, "_id": str(number)} for number in numbers)


def _write(client: Elasticsearch, actions: Iterable[dict[str, Any]]) -> None:
    """The next passages are prepared, in this thread, while the server works on the last."""
    stream = iter(actions)
    with ThreadPoolExecutor(max_workers=WRITERS) as pool:
        sent: deque[Future[Any]] = deque()
        while some := list(islice(stream, AT_ONCE)):
            if len(sent) == WRITERS:
                sent.popleft().result()
            sent.append(pool.submit(bulk, client, some))
        for each in sent:
            each.result()


def _signals(names: Iterable[str], answers: Iterator[Any]) -> Signals:
    """The scores of one set of searches, from the answers in the order in which they were asked."""
    references: dict[int, PassageRef] = {}
    scores: dict[str, dict[int, float]] = {"stems": {}, "grams": {}, "dense": {}}
    for name in names:
        answer = next(answers)
        if "error" in answer:
            if answer.get("status") == 404:
                raise IndexGoneError("there is no index of this version and model")
            raise SearchUnavailableError(f"the cluster answers {answer['error'].get('type')}")
        for hit in answer.get("hits", {}).get("hits", ()):
            row = hit["fields"]
            number = row["number"][0]
            if number not in references:
                references[number] = PassageRef(row["key"][0], row["digest"][0], row.get("labels", ()))
            # Elasticsearch gives (1 + cosine) / 2.
            scores[name][number] = 2 * hit["_score"] - 1 if name == "dense" else hit["_score"]
    return Signals(scores["stems"], scores["grams"], scores["dense"], references)


def _searches(query: StoreQuery, conditions: Sequence[Query]) -> dict[str, Search[Any]]:
    by_signal: dict[str, Search[Any]] = {}
    if query.stems or query.expansions:
        text = " ".join(query.stems)
        words = []
        for field, weight in FIELD_WEIGHTS.items():
            words.append(Match(**{field: {"query": text, "boost": weight}}))
            for other in query.expansions:
                every = {"query": " ".join(other.stems), "operator": "and"}
                words.append(Match(**{field: {**every, "boost": weight * other.weight}}))
        by_signal["stems"] = _under(conditions, Bool(should=words, minimum_should_match=1))
    if query.grams:
        least = {"query": " ".join(query.grams), "minimum_should_match": query.least_grams}
        by_signal["grams"] = _under(conditions, Match(grams=least))
    if query.pooled is not None:
        by_signal["dense"] = Search().knn(
            field="vector",
            k=WIDE,
            num_candidates=WIDE,
            query_vector=query.pooled.tolist(),
            filter=Bool(filter=list(conditions)),
        )
    return {name: search[:WIDE].source(False).extra(**COLUMNS) for name, search in by_signal.items()}


def _under(conditions: Sequence[Query], query: Query) -> Search[Any]:
    """The query under conditions that take no part in the score.

    The audience alone is met by nearly every passage: those that do not are dropped as they are found, before the best
    are kept. A third faster than a filter, which the server checks before it scores; for fewer passages a filter wins.
    """
    if len(conditions) == 1:
        return Search().query(query).post_filter(conditions[0])
    return Search().query(Bool(must=[query], filter=list(conditions)))


def _width(actions: Iterator[dict[str, Any]]) -> tuple[int, Iterator[dict[str, Any]]]:
    """The length of the vectors, which the index must know before the first passage comes."""
    first = next(actions, None)
    if first is None:
        return 0, iter(())

    def whole() -> Iterator[dict[str, Any]]:
        yield first
        yield from actions

    return len(first["_source"].get("vector", ())), whole()
