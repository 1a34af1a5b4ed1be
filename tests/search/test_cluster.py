"""Three nodes: one that goes away is noticed by nobody; all of them away gives the simpler list, until they are back."""

import time
from collections.abc import Iterator

import pytest

from search.errors import SearchUnavailableError
from search.stores.elasticsearch import REST_SECONDS, ElasticsearchStore
from search.stores.elasticsearch_document import open_client
from search.stores.search_index import SearchIndex
from search.stores.vectors.file import FileVectorStore
from search.types import Document, SearchFilters
from tests.fakes import WordEmbedder
from tests.servers import Cluster, three_nodes

pytestmark = [pytest.mark.elasticsearch, pytest.mark.slow, pytest.mark.timeout(600)]
PUBLIC = frozenset({"public"})


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with three_nodes() as cluster:
        yield cluster


def found(engine: SearchIndex) -> list[str]:
    ranking = engine.search("jongeren", audience=PUBLIC, filters=SearchFilters())
    return [item.key for item in ranking.documents]


def test_lost_node_and_lost_cluster(cluster: Cluster) -> None:
    client = open_client(",".join(cluster.urls))
    engine = SearchIndex(ElasticsearchStore(client, "test-three", "words"), WordEmbedder(), FileVectorStore())
    engine.rebuild([Document("case", 1, "Jongeren", [("", "Jongeren op straat.")], ["public"])])
    client.options(request_timeout=70).cluster.health(
        index="test-three", wait_for_status="green", timeout="60s"
    )

    # The node that has the first copy of the only shard: what is lost is what was asked.
    (shard,) = [row for row in client.cat.shards(index="test-three-*", format="json") if row["prirep"] == "p"]
    lost = int(shard["node"].rpartition("-")[2]) if shard["node"].rpartition("-")[2].isdecimal() else 1
    cluster.stop_node(lost)
    for _ in range(30):
        assert found(engine) == ["case:1"]
        time.sleep(0.2)

    cluster.stop()
    for _ in range(3):
        with pytest.raises(SearchUnavailableError):
            found(engine)

    cluster.start()
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            if found(engine) == ["case:1"]:
                break
        except SearchUnavailableError:
            time.sleep(REST_SECONDS)
    assert found(engine) == ["case:1"], "back by itself, with the same connection"
