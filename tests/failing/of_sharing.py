"""What the services of those who share an approach, or report one, are tried with."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.management import call_command
from django.utils import timezone

from knowledge.contributions.enums import ContributionState
from knowledge.contributions.models import Contribution
from knowledge.contributions.services.drafts import drop_contribution, keep_contribution, start_again
from knowledge.contributions.services.files import add_file, remove_file
from knowledge.contributions.services.filling import fill_from_text, settle_rest
from knowledge.contributions.services.following import mark_published, mark_refused, mark_taken
from knowledge.contributions.services.forgetting import forget_decided, forget_unsent
from knowledge.contributions.services.submit import submit_contribution
from knowledge.reports.models import DoubtAbout, Report, ReportKind
from knowledge.reports.services import add_report, forget_reports, settle_report
from krachtwijken.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.contributions import TITLE, make_contribution
from tests.factories.documents import docx
from tests.factories.pages import make_case
from tests.factories.requests import make_asker
from tests.failing.registry import Call, tries

TOKEN = "een"
TEXT = f"Titel\n{TITLE}\n\nDoel\nEen veilige flat\n\nEen regel die nergens bij hoort."
LONG_AGO = timedelta(days=999)


def author_of(contribution: Contribution) -> User:
    assert contribution.author is not None
    return contribution.author


def with_file() -> Contribution:
    contribution = make_contribution(make_asker(), TOKEN)
    add_file(contribution=contribution, file=ContentFile(docx("Plan."), name="plan.docx"))
    return contribution


def ready_to_send() -> Contribution:
    # The roles bring the review of the redactie.
    call_command("set_up_roles", verbosity=0)
    UserFactory(role="redactie")
    return with_file()


def page_of(contribution: Contribution) -> int:
    assert contribution.page_id is not None
    return int(contribution.page_id)


def waiting(state: ContributionState = ContributionState.INGEDIEND) -> Contribution:
    """Sent, and a page of it; without the review of Wagtail, which calls these services."""
    return make_contribution(make_asker(), TOKEN, state=state, page=make_case())


def decided_long_ago() -> Contribution:
    return make_contribution(
        make_asker(), TOKEN, state=ContributionState.AFGEWEZEN, decided_at=timezone.now() - LONG_AGO
    )


@tries(keep_contribution)
def first_page_of_what_was_tried() -> Call:
    author = make_asker()
    return lambda: keep_contribution(actor=author, token=TOKEN, answers={"title": TITLE})


@tries(keep_contribution)
def another_title() -> Call:
    author = author_of(make_contribution(make_asker(), TOKEN))
    return lambda: keep_contribution(actor=author, token=TOKEN, answers={"title": "Anders"})


@tries(drop_contribution)
def draft_with_a_file() -> Call:
    contribution = with_file()
    return lambda: drop_contribution(contribution=contribution, actor=author_of(contribution))


@tries(start_again)
def one_that_was_refused() -> Call:
    refused = waiting(ContributionState.AFGEWEZEN)
    return lambda: start_again(contribution=refused, actor=author_of(refused), token="twee")


@tries(add_file)
def document_to_go_with_it() -> Call:
    contribution = make_contribution(make_asker(), TOKEN)
    return lambda: add_file(contribution=contribution, file=ContentFile(docx("Plan."), name="plan.docx"))


@tries(remove_file)
def the_only_document() -> Call:
    contribution = with_file()
    pk = contribution.files.get().pk
    return lambda: remove_file(contribution=contribution, pk=pk)


@tries(fill_from_text)
def text_with_headings() -> Call:
    author = make_asker()
    return lambda: fill_from_text(actor=author, token=TOKEN, text=TEXT)


@tries(settle_rest)
def piece_with_a_place() -> Call:
    rest = [{"heading": "", "text": "Een regel die nergens bij hoort."}]
    author = author_of(make_contribution(make_asker(), TOKEN, rest=rest))
    return lambda: settle_rest(actor=author, token=TOKEN, places={0: "lessons"}, seen=1)


@tries(submit_contribution)
def whole_draft_with_a_file() -> Call:
    contribution = ready_to_send()
    return lambda: submit_contribution(contribution=contribution, actor=author_of(contribution))


@tries(mark_taken)
def page_that_the_redactie_opened() -> Call:
    page, actor = page_of(waiting()), UserFactory(role="redactie")
    return lambda: mark_taken(page=page, actor=actor)


@tries(mark_published)
def page_that_went_live() -> Call:
    page, actor = page_of(waiting()), UserFactory(role="redactie")
    return lambda: mark_published(page=page, actor=actor)


@tries(mark_refused)
def page_that_was_sent_back() -> Call:
    page, actor = page_of(waiting()), UserFactory(role="redactie")
    return lambda: mark_refused(page=page, actor=actor, reason="Te kort.")


@tries(forget_unsent)
def old_draft_with_a_file() -> Call:
    old = timezone.now() - LONG_AGO
    Contribution.objects.filter(pk=with_file().pk).update(changed_at=old)
    return forget_unsent


@tries(forget_decided)
def decided_one() -> Call:
    decided_long_ago()
    return forget_decided


def doubt() -> Report:
    return Report.objects.create(
        kind=ReportKind.DOUBT, page=make_case(), about=DoubtAbout.OUTDATED, text="Het is gestopt."
    )


@tries(add_report)
def doubt_about_a_page() -> Call:
    page = make_case()
    UserFactory(role="redactie")
    answers = {"about": DoubtAbout.OUTDATED, "text": "Het is gestopt."}
    return lambda: add_report(kind=ReportKind.DOUBT, page=page, answers=answers)


@tries(settle_report)
def open_report() -> Call:
    report, actor = doubt(), UserFactory(role="redactie")
    return lambda: settle_report(report=report, actor=actor)


@tries(forget_reports)
def old_report() -> Call:
    Report.objects.filter(pk=doubt().pk).update(created_at=timezone.now() - LONG_AGO)
    return forget_reports
