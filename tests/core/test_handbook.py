"""The handbook: a chapter for each role, a picture for each task, and ways that lead somewhere."""

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import resolve
from PIL import Image

from krachtwijken.accounts.roles import Role
from krachtwijken.core.handbook.chapters import Task, chapters
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
TASKS = [(chapter.code, task) for chapter in chapters().values() for task in chapter.tasks]
BIGGEST = 60_000
ROOT = Path(__file__).resolve().parents[2]


def test_every_role_has_a_chapter() -> None:
    assert set(chapters()) == {role.value for role in Role}


@pytest.mark.parametrize(("code", "task"), TASKS, ids=[task.slug for _, task in TASKS])
def test_task_has_a_small_picture_with_words_and_a_way_that_is_there(code: str, task: Task) -> None:
    file = ROOT / "static" / task.picture
    assert file.stat().st_size < BIGGEST, "manage.py take_help_pictures makes it"
    with Image.open(file) as picture:
        assert picture.size == (800, 496)
    assert task.alt
    assert 3 <= len(task.steps) <= 6
    assert max(len(sentence.split()) for step in task.steps for sentence in step.split(". ")) <= 20
    if task.link[1]:
        resolve(task.link[1].split("?")[0])
    page = Client().get(f"/hulp/{code}/{task.slug}/")
    assert page.status_code == 200
    assert task.alt in page.content.decode().replace("&#x27;", "'")


def test_pages_are_open_and_stand_in_the_footer(client: Client) -> None:
    for path in ("/hulp/", *(f"/hulp/{code}/" for code in chapters())):
        page = client.get(path)
        assert page.status_code == 200
        assert 'href="/hulp/"' in page.content.decode()
    assert client.get("/hulp/niemand/").status_code == 404
    assert client.get("/hulp/gemeente/niets/").status_code == 404


def test_no_picture_is_left_over() -> None:
    kept = {path.name for path in (Path(settings.BASE_DIR) / "static" / "img" / "help").glob("*.webp")}
    assert kept == {f"{task.slug}.webp" for _, task in TASKS}


@pytest.mark.parametrize(("who", "is_led"), [("", True), ("loket", True), ("gemeente", False)])
def test_way_to_a_closed_page_stands_there_for_who_may_take_it(
    client: Client, who: str, is_led: bool
) -> None:
    if who:
        client.force_login(UserFactory(role=who))
    page = client.get("/hulp/loket/verzoek-oppakken/").content.decode()
    assert ('href="/loket/werkvoorraad/"' in page) == is_led
