"""What the services of the loket are tried with."""

from datetime import timedelta

from django.utils import timezone

from krachtwijken.accounts.services.memberships import assign_account_manager
from matching.models import RequestDraft, RequestFile, SupportRequest
from matching.requests.contacts import contacts_in
from matching.requests.enums import RequestKind, RequestStatus, Urgency
from matching.requests.services.again import start_again
from matching.requests.services.bulk import give_requests, set_urgencies, set_urgency, take_requests
from matching.requests.services.contacts import change_contacts
from matching.requests.services.draft_files import add_files, remove_file
from matching.requests.services.drafts import count_known, drop_draft, forget_drafts, keep_answers
from matching.requests.services.escalating import assign_owner, escalate_request
from matching.requests.services.files import forget_files
from matching.requests.services.forgetting import forget_contacts, forget_texts
from matching.requests.services.kind import change_kind
from matching.requests.services.problems import change_problems
from matching.requests.services.steps import decide_request, take_request, withdraw_request
from matching.requests.services.submit import submit_request
from matching.requests.services.work_views import keep_work_view, remove_work_view, set_first_view
from tests.factories.accounts import UserFactory
from tests.factories.files import sent_file
from tests.factories.requests import make_asker, make_draft, make_request
from tests.factories.wizard import CONTACT, OTHER_CONTACTS
from tests.failing.registry import Call, tries

LONG_AGO = timedelta(days=9 * 365)


def draft_with_file() -> RequestDraft:
    draft = make_draft(make_asker())
    add_files(actor=draft.user, token=draft.token, files=[sent_file()])
    return draft


def taken_request() -> SupportRequest:
    UserFactory(role="loket")
    return take_request(request=make_request(), actor=UserFactory(role="loket"))


def ended_request() -> SupportRequest:
    request = taken_request()
    decide_request(
        request=request, actor=request.owner, to=RequestStatus.AFGEWEZEN, reason="Past niet.",
        alternative="Bel het loket.", advice=[],
    )  # fmt: skip
    SupportRequest.objects.filter(pk=request.pk).update(status_since=timezone.now() - LONG_AGO)
    return request


@tries(start_again)
def text_of_a_refused_request() -> Call:
    request = ended_request()
    return lambda: start_again(request=request, actor=request.created_by, token="nieuw")


@tries(keep_answers)
def first_page() -> Call:
    asker = make_asker()
    return lambda: keep_answers(actor=asker, answers={"kind": "topdog"}, problem="Het is onrustig.")


@tries(keep_answers)
def next_page() -> Call:
    asker = make_asker()
    token = make_draft(asker).token
    return lambda: keep_answers(actor=asker, answers={"kind": "topdog"}, token=token)


@tries(drop_draft)
def draft_of_the_asker() -> Call:
    asker = make_asker()
    draft = make_draft(asker)
    return lambda: drop_draft(draft=RequestDraft.objects.get(pk=draft.pk), actor=asker)


@tries(forget_drafts)
def old_draft() -> Call:
    draft = make_draft(make_asker())
    RequestDraft.objects.filter(pk=draft.pk).update(changed_at=timezone.now() - LONG_AGO)
    return forget_drafts


@tries(submit_request)
def whole_draft() -> Call:
    asker = make_asker()
    UserFactory(role="loket")
    draft = make_draft(asker)
    return lambda: submit_request(draft=draft, actor=asker)


@tries(take_request)
def new_request() -> Call:
    request, colleague = make_request(), UserFactory(role="loket")
    return lambda: take_request(request=request, actor=colleague)


@tries(decide_request)
def taken() -> Call:
    request = taken_request()
    return lambda: decide_request(
        request=request, actor=request.owner, to=RequestStatus.AFGEWEZEN, reason="Past niet.",
        alternative="Bel het loket.", advice=[],
    )  # fmt: skip


@tries(take_requests)
def two_new_requests() -> Call:
    chosen, colleague = [make_request().reference for _ in range(2)], UserFactory(role="loket")
    return lambda: take_requests(references=chosen, actor=colleague)


@tries(withdraw_request)
def request_of_a_gemeente_with_an_account_manager() -> Call:
    asker = make_asker()
    request = make_request(asker)
    manager = UserFactory(role="accountmanager")
    assign_account_manager(gemeente=request.gemeente, user=manager, actor=None)
    return lambda: withdraw_request(request=request, actor=asker)


@tries(withdraw_request)
def own_request() -> Call:
    asker = make_asker()
    request = make_request(asker)
    return lambda: withdraw_request(request=request, actor=asker)


@tries(forget_contacts)
def ended() -> Call:
    ended_request()
    return forget_contacts


@tries(forget_texts)
def ended_with_a_decision() -> Call:
    ended_request()
    return forget_texts


@tries(count_known)
def what_was_known() -> Call:
    asker = make_asker()
    draft = make_draft(asker)
    return lambda: count_known(draft=draft, actor=asker, enough=True)


@tries(submit_request)
def whole_draft_with_a_person() -> Call:
    asker = make_asker()
    draft = make_draft(
        asker, contact_name="M. de Boer", contact_phone="026 123 45 67", own_mandaat="Beslissen."
    )
    return lambda: submit_request(draft=draft, actor=asker)


@tries(submit_request)
def whole_draft_with_three_people() -> Call:
    asker = make_asker()
    draft = make_draft(asker, **OTHER_CONTACTS)
    return lambda: submit_request(draft=draft, actor=asker)


@tries(change_contacts)
def request_with_an_owner_and_another_to_call() -> Call:
    asker, desk = make_asker(), UserFactory(role="loket")
    request = take_request(request=make_request(asker), actor=desk)
    people = contacts_in(CONTACT | OTHER_CONTACTS)
    return lambda: change_contacts(request=request, actor=asker, contacts=people[1:])


@tries(change_contacts)
def request_that_nobody_took_of_an_earlier_version() -> Call:
    asker = make_asker()
    request = make_request(asker)
    request.contacts.update(function="")
    SupportRequest.objects.filter(pk=request.pk).update(contact="Wijkmanager")
    people = contacts_in(CONTACT | OTHER_CONTACTS)
    return lambda: change_contacts(request=request, actor=asker, contacts=people)


@tries(change_kind)
def request_of_another_kind() -> Call:
    request, colleague = make_request(), UserFactory(role="loket")
    return lambda: change_kind(
        request=request, actor=colleague, kind=RequestKind.EXPERTBEZOEK, reason="Een bezoek is genoeg."
    )


@tries(change_problems)
def request_that_was_misread() -> Call:
    request, colleague = make_request(), UserFactory(role="loket")
    return lambda: change_problems(request=request, actor=colleague, codes=["WO11", "VE03"])


@tries(assign_owner)
def request_for_a_colleague() -> Call:
    request, desk = make_request(), UserFactory(role="loket")
    take_request(request=request, actor=desk)
    colleague, deputy = UserFactory(role="loket"), UserFactory(role="loket")
    return lambda: assign_owner(request=request, actor=desk, owner=colleague, deputy=deputy)


@tries(escalate_request)
def request_that_is_late() -> Call:
    request = make_request()
    UserFactory(role="loket")
    today = timezone.localdate() + timedelta(days=60)
    return lambda: escalate_request(pk=request.pk, today=today)


@tries(keep_work_view)
def first_view_of_the_list() -> Call:
    desk = UserFactory(role="loket")
    return lambda: keep_work_view(actor=desk, name="Te laat", chosen={"stand": "te-laat"})


@tries(set_first_view)
def another_view_first() -> Call:
    desk = UserFactory(role="loket")
    views = [keep_work_view(actor=desk, name=name, chosen={"stand": name}) for name in ("open", "alles")]
    set_first_view(actor=desk, pk=views[0].pk)
    return lambda: set_first_view(actor=desk, pk=views[1].pk)


@tries(remove_work_view)
def view_of_the_list() -> Call:
    desk = UserFactory(role="loket")
    view = keep_work_view(actor=desk, name="Te laat", chosen={"stand": "te-laat"})
    return lambda: remove_work_view(actor=desk, pk=view.pk)


@tries(give_requests)
def two_requests_for_a_colleague() -> Call:
    chosen, desk, colleague = (
        [make_request().reference for _ in range(2)],
        UserFactory(role="loket"),
        UserFactory(role="loket"),
    )
    return lambda: give_requests(references=chosen, actor=desk, owner=colleague)


@tries(set_urgencies)
def two_requests_with_more_haste() -> Call:
    chosen, desk = [make_request().reference for _ in range(2)], UserFactory(role="loket")
    return lambda: set_urgencies(references=chosen, actor=desk, urgency=Urgency.DOORBRAAK)


@tries(set_urgency)
def request_that_can_wait() -> Call:
    request, desk = make_request(), UserFactory(role="loket")
    return lambda: set_urgency(request=request, actor=desk, urgency=Urgency.WACHTEN)


@tries(add_files)
def draft_and_two_files() -> Call:
    draft = make_draft(make_asker())
    files = [sent_file(), sent_file(name="verslag.docx")]
    return lambda: add_files(actor=draft.user, token=draft.token, files=files)


@tries(remove_file)
def draft_with_a_file() -> Call:
    draft = draft_with_file()
    pk = RequestFile.objects.get(draft=draft).pk
    return lambda: remove_file(actor=draft.user, token=draft.token, pk=pk)


@tries(submit_request)
def whole_draft_with_a_file() -> Call:
    UserFactory(role="loket")
    draft = draft_with_file()
    return lambda: submit_request(draft=draft, actor=draft.user)


@tries(drop_draft)
def draft_with_a_file_to_throw_away() -> Call:
    draft = draft_with_file()
    return lambda: drop_draft(draft=RequestDraft.objects.get(pk=draft.pk), actor=draft.user)


@tries(forget_files)
def files_of_what_ended() -> Call:
    request = ended_request()
    draft = draft_with_file()
    RequestFile.objects.filter(draft=draft).update(draft=None, request=request)
    return forget_files
