"""Lists of pages ask once where the site begins, where the cache is a table as well."""

from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from tests.factories.pages import make_case, make_wijk_page

IN_A_TABLE = {
    **settings.CACHES,
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_of_this_test"},
}
WIJKEN = ("arnhem-presikhaaf", "alkmaar-overdie", "utrecht-overvecht")


@pytest.mark.parametrize(
    "address",
    ["/", "/wijken/", "/kennis/problemen/WO12/", "/wijken/arnhem-klarendal/", "/kennis/themas/wonen/"],
)
def test_more_pages_ask_the_cache_no_more(site_tree: Any, client: Client, address: str) -> None:
    def asked() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return sum("cache_of_this_test" in query["sql"] for query in queries)

    with override_settings(CACHES=IN_A_TABLE):
        call_command("createcachetable", verbosity=0)
        make_case(problems=("WO12",), themes=("wonen",))
        make_wijk_page("arnhem-klarendal", "WO12")
        one = asked()
        for slug in WIJKEN:
            make_case(problems=("WO12",), themes=("wonen",))
            make_wijk_page(slug, "WO12")
        assert asked() == one
