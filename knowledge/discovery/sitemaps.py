"""Addresses for search engines: what somebody without an account may read, whoever asks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Site

from knowledge.selectors import published_pages
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import ProblemLabel

Row = tuple[str, datetime | None]


class PageSitemap(Sitemap[Row]):
    """Every published page, without reading the pages themselves: there may be thousands."""

    def items(self) -> Sequence[Row]:
        site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
        if site is None:
            return []
        root = site.root_page
        pages = published_pages(AnonymousUser()).descendant_of(root, inclusive=True).order_by("path")
        rows = pages.values_list("url_path", "last_published_at")
        return [(path[len(root.url_path) - 1 :], published) for path, published in rows]

    def location(self, item: Row) -> str:
        return item[0]

    def lastmod(self, item: Row) -> datetime | None:
        return item[1]


class ProblemSitemap(Sitemap[str]):
    """The pages of problems and themes, their overview and the evidence map. They change with the cases, so without a date."""

    def items(self) -> Sequence[str]:
        codes = ProblemLabel.objects.order_by("order").values_list("code", flat=True)
        return [
            reverse("knowledge:problems"),
            reverse("knowledge:gap_map"),
            reverse("knowledge:problem_map"),
            *(reverse("knowledge:problem", args=[code]) for code in codes),
            *(reverse("knowledge:theme", args=[code]) for code in ThemeCode.values),
        ]

    def location(self, item: str) -> str:
        return item


SITEMAPS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {"pages": PageSitemap, "problems": ProblemSitemap}
