"""Every template of the platform, as an address and the role that sees it: a module a subject."""

from tests.e2e.pages import of_asking, of_help, of_knowledge, of_search, of_the_desk, of_the_pool, of_the_site

PAGES = [
    *of_the_site.PAGES,
    *of_knowledge.PAGES,
    *of_search.PAGES,
    *of_asking.PAGES,
    *of_the_desk.PAGES,
    *of_help.PAGES,
    *of_the_pool.PAGES,
]
