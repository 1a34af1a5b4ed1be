"""The table in the content management, at work at once."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from krachtwijken.accounts.services.roles import set_up_roles
from search.engine.dutch.packaged_synonyms import packaged_entries
from search.engine.dutch.synonyms import typed_words
from search.features.synonyms.models import OfferedWord, WordEntry
from search.features.synonyms.selectors import current_synonyms, synonyms_cache
from search.features.synonyms.services import load_words
from tests.factories.pages import make_case


@pytest.fixture(autouse=True)
def fresh_table(db: None) -> Any:
    synonyms_cache.forget()
    yield
    synonyms_cache.forget()


def leads_to(text: str) -> set[tuple[str, ...]]:
    return {found.stems for found in current_synonyms().alternatives(typed_words(text))}


def test_saved_changed_and_removed_words_work_at_once() -> None:
    assert leads_to("portiek") == set()
    entry = WordEntry.objects.create(term="portiek", alternatives="trappenhuis\nbinnentrap")
    assert leads_to("portiek") == {("trappenhuis",), ("binnentrap",)}
    entry.alternatives = "trappenhuis"
    entry.save()
    assert leads_to("portiek") == {("trappenhuis",)}
    entry.active = False
    entry.save()
    assert leads_to("portiek") == set()
    entry.active = True
    entry.save()
    entry.delete()
    assert leads_to("portiek") == set()


def test_change_by_another_process_is_seen_when_it_is_time_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    leads_to("portiek")
    WordEntry.objects.bulk_create([WordEntry(term="portiek", alternatives="trappenhuis")])  # sends no signal
    assert leads_to("portiek") == set()
    monkeypatch.setattr(synonyms_cache, "seconds", 0.0)
    assert leads_to("portiek") == {("trappenhuis",)}


def test_looking_up_costs_no_query_while_the_table_is_fresh(django_assert_num_queries: Any) -> None:
    current_synonyms()
    with django_assert_num_queries(0):
        current_synonyms()


def test_loading_again_leaves_the_work_of_editors_alone() -> None:
    assert load_words() == len(packaged_entries())
    WordEntry.objects.filter(term="Wmo").update(alternatives="zorgwet")
    WordEntry.objects.filter(term="GGD").delete()
    changed = WordEntry.objects.get(term="vsv")
    changed.term = "VSV"
    changed.save()
    assert load_words() == 0
    assert WordEntry.objects.get(term="Wmo").alternatives == "zorgwet"
    assert not WordEntry.objects.filter(term="GGD").exists()
    assert WordEntry.objects.filter(term__iexact="vsv").count() == 1
    assert OfferedWord.objects.count() == len(packaged_entries())


def test_loading_leaves_a_word_that_an_editor_made_first() -> None:
    WordEntry.objects.create(term="wmo", alternatives="eigen uitleg")
    load_words()
    assert WordEntry.objects.get(term__iexact="wmo").alternatives == "eigen uitleg"


@pytest.mark.parametrize(
    ("term", "alternatives", "field"),
    [
        ("...", "iets", "term"),
        ("een twee drie vier vijf zes zeven acht negen", "iets", "term"),
        ("woord", "???", "alternatives"),
        ("woord", "ander\nWoord", "alternatives"),
        ("woord", "een twee drie vier vijf zes zeven acht negen", "alternatives"),
        ("woord", "\n".join(f"woord {number}" for number in range(21)), "alternatives"),
        ("woord", "  \n ", "alternatives"),
    ],
)
def test_useless_entry_is_refused_with_a_reason(term: str, alternatives: str, field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        WordEntry(term=term, alternatives=alternatives).full_clean()
    assert list(refused.value.message_dict) == [field]


@pytest.mark.parametrize("role", ["redactie", "beheer"])
def test_editor_keeps_the_table_in_the_content_management(as_role: Callable[..., Client], role: str) -> None:
    set_up_roles()
    client = as_role(role)
    form = {
        "term": "portiek",
        "alternatives": "trappenhuis",
        "kind": "synoniem",
        "direction": "beide",
        "active": "on",
    }
    assert client.get("/admin/snippets/search/wordentry/").status_code == 200
    assert client.get("/admin/snippets/search/wordentry/", {"q": 'a"b'}).status_code == 200
    assert client.post("/admin/snippets/search/wordentry/add/", form).status_code == 302
    assert leads_to("portiek") == {("trappenhuis",)}
    again = client.post("/admin/snippets/search/wordentry/add/", form)
    assert "Dit woord staat al in de lijst" in again.content.decode()


def test_kenniscentrum_does_not_touch_the_table(as_role: Callable[..., Client]) -> None:
    set_up_roles()
    client = as_role("kenniscentrum")
    WordEntry.objects.create(term="portiek", alternatives="trappenhuis")
    assert "portiek" not in client.get("/admin/snippets/search/wordentry/", follow=True).content.decode()
    form = {"term": "binnentrap", "alternatives": "balkon", "kind": "synoniem", "direction": "beide"}
    client.post("/admin/snippets/search/wordentry/add/", form)
    assert not WordEntry.objects.filter(term="binnentrap").exists()


def test_page_is_found_by_its_synonym_without_indexing_again(
    search_index: Any, run_outbox: Callable[[], int], client: Client
) -> None:
    search_index.synonyms = current_synonyms
    search_index.embedder = None
    make_case(title="Trappenhuis opgeknapt", summary="Bewoners verven samen.")
    run_outbox()
    assert "Trappenhuis opgeknapt" not in client.get("/zoeken/?q=portiek").content.decode()
    WordEntry.objects.create(term="portiek", alternatives="trappenhuis")
    assert "Trappenhuis opgeknapt" in client.get("/zoeken/?q=portiek").content.decode()


def test_command_tells_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_words")
    assert "zoekwoorden" in capsys.readouterr().out
