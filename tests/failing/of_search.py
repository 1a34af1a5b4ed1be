"""What the services of search are tried with."""

from datetime import timedelta
from functools import partial

from django.db.models import QuerySet
from django.utils import timezone

from krachtwijken.core.outbox.models import OutboxRow
from search.engine.dutch.spelling import Vocabulary
from search.features.answer.models import ProblemStatement
from search.features.answer.services import forget_statements, keep_statement
from search.features.answer.verdicts.enums import Verdict
from search.features.answer.verdicts.models import AnswerVerdict
from search.features.answer.verdicts.services import forget_reasons, keep_verdict
from search.features.query_demand.models import AskedQuery, QueryLog
from search.features.query_demand.services import count_question, forget_questions, review
from search.features.saved_searches.alerts import send_alert
from search.features.saved_searches.enums import Frequency
from search.features.saved_searches.models import SavedFind, SavedSearch
from search.features.saved_searches.services import (
    change_search,
    delete_search,
    forget_finds,
    forget_searches,
    mark_seen,
    pause_search,
    save_search,
    stop_mail,
)
from search.features.synonyms.models import OfferedWord, WordEntry
from search.features.synonyms.services import load_words
from search.indexing.attachments.models import DocumentText, TextState
from search.indexing.attachments.services import ask_what_was_missed, forget_old_text
from search.indexing.vocabulary.services import save_vocabulary
from tests.factories.accounts import UserFactory
from tests.factories.documents import attach, make_document, pdf
from tests.factories.pages import make_case
from tests.failing.registry import Call, tries

LONG_AGO = timedelta(days=9 * 365)
TEXT = "Jongeren hangen op straat"


def saved() -> SavedSearch:
    return save_search(
        owner=UserFactory(role="gemeente"), name="Jongeren", frequency=Frequency.DAILY, query="q=jongeren"
    )


@tries(save_search)
def new_search() -> Call:
    owner = UserFactory(role="gemeente")
    return lambda: save_search(owner=owner, name="J", frequency=Frequency.DAILY, query="q=jongeren")


@tries(change_search)
def asks_for_mail_again() -> Call:
    search = saved()
    return lambda: change_search(search=search, name="K", frequency=Frequency.NEVER, actor=search.owner)


@tries(pause_search)
def running_search() -> Call:
    search = saved()
    return lambda: pause_search(search=search, paused=True, actor=search.owner)


@tries(stop_mail)
def mailed_search() -> Call:
    return partial(stop_mail, search=saved())


@tries(mark_seen)
def seen_search() -> Call:
    return partial(mark_seen, search=saved())


@tries(delete_search)
def search_with_finds() -> Call:
    search = saved()
    SavedFind.objects.create(search=search, key="case:1")
    return lambda: delete_search(search=search, actor=search.owner)


@tries(send_alert)
def search_with_news() -> Call:
    search = save_search(
        owner=UserFactory(role="gemeente"), name="J", frequency=Frequency.DAILY,
        query="q=jongeren+hangen+op+straat",
    )  # fmt: skip
    make_indexed_case()
    return lambda: send_alert(search=search, night=timezone.localdate() + timedelta(days=1))


def make_indexed_case() -> None:
    from search.indexing.refresh import refresh_document

    case = make_case(title=TEXT, problem_text=f"{TEXT}.")
    refresh_document({"kind": "case", "pk": case.pk})


@tries(forget_finds)
def old_find() -> Call:
    SavedFind.objects.create(search=saved(), key="case:1", night=timezone.localdate() - LONG_AGO)
    return forget_finds


@tries(forget_searches)
def search_of_a_closed_account() -> Call:
    search = saved()
    SavedFind.objects.create(search=search, key="case:1")
    QuerySet.update(
        type(search.owner).objects.filter(pk=search.owner_id),
        is_active=False,
        last_login=timezone.now() - LONG_AGO,
    )
    return forget_searches


@tries(keep_verdict)
def verdict() -> Call:
    return lambda: keep_verdict(
        key="case:1", verdict=Verdict.values[0], why="Past.", problem_codes=["WO12"], chance=0.5
    )


@tries(forget_reasons)
def old_verdict() -> Call:
    row = AnswerVerdict.objects.create(key="case:1", verdict=Verdict.values[0], why="Past.")
    AnswerVerdict.objects.filter(pk=row.pk).update(created_at=timezone.now() - LONG_AGO)
    return forget_reasons


@tries(keep_statement)
def pasted_text() -> Call:
    return lambda: keep_statement(text=f"{TEXT} en het is onrustig.")


@tries(forget_statements)
def old_statement() -> Call:
    row = keep_statement(text=TEXT)
    ProblemStatement.objects.filter(pk=row.pk).update(expires_at=timezone.now() - LONG_AGO)
    return forget_statements


@tries(count_question)
def first_of_the_day() -> Call:
    return lambda: count_question(query="jongeren", day=timezone.localdate(), hits=3)


@tries(review)
def question_with_an_answer() -> Call:
    make_indexed_case()
    asked = AskedQuery.objects.create(query=TEXT.lower(), themes=[], known_words=True)
    return lambda: review(asked)


@tries(forget_questions)
def old_question() -> Call:
    QueryLog.objects.create(query="jongeren", day=timezone.localdate() - LONG_AGO, count=1)
    AskedQuery.objects.create(query="jongeren", themes=[], known_words=True)
    return forget_questions


@tries(load_words)
def two_words_to_offer() -> Call:
    load_words()
    terms = list(OfferedWord.objects.order_by("pk").values_list("term", flat=True)[:2])
    OfferedWord.objects.filter(term__in=terms).delete()
    WordEntry.objects.filter(term__in=terms).delete()
    return load_words


@tries(save_vocabulary)
def counted_words() -> Call:
    return lambda: save_vocabulary(Vocabulary({"straat": 3}))


@tries(forget_old_text)
def replaced_file() -> Call:
    document = make_document(pdf("Oud."))
    DocumentText.objects.create(document=document, file_mark="oud", state=TextState.READY, parts=["Oud."])
    return lambda: forget_old_text(document)


@tries(ask_what_was_missed)
def unread_document() -> Call:
    attach(make_case(), make_document(pdf("Nieuw.")))
    OutboxRow.objects.all().delete()
    return ask_what_was_missed
