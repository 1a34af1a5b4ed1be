"""What the services of the knowledge base are tried with."""

from datetime import date, timedelta

from django.contrib.auth.models import AnonymousUser, Group
from django.utils import timezone
from wagtail.models import TaskState, Workflow

from knowledge.centres.models import PeerReviewTask
from knowledge.centres.reminders import remind_readers
from knowledge.centres.services import set_up_every_section, set_up_section
from knowledge.editorial.site_tree import set_up_site
from knowledge.figures.handlers import KEPT, forget_views
from knowledge.figures.models import PageViews
from knowledge.models import PracticePage
from knowledge.shortlist.models import Shortlist
from knowledge.shortlist.rules import Holder
from knowledge.shortlist.services import (
    claim_list,
    drop_item,
    drop_unseen,
    forget_lists,
    keep_page,
    make_list,
    move_item,
    remove_list,
    save_list,
    share_list,
    stop_sharing,
)
from knowledge.validity.models import CaseValidity
from knowledge.validity.services import confirm_case, start_missing_terms, start_term, tell_owners_of
from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.centres import name_centre_group
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import Theme
from krachtwijken.core.reference.loader import load_reference
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_case, make_centre
from tests.failing.registry import Call, tries

LONG_AGO = date(2020, 1, 1)
CASE = {
    "title": "Huiskamer", "slug": "huiskamer", "summary": "Kort.", "problem_text": "Iets.", "target_group": "Bewoners",
    "goal": "Beter", "results": "Goed", "what_did_not_work": "Niets", "period_from": 2015, "live": False,
}  # fmt: skip


def filled_list(owner: User | None, pages: int = 2) -> Shortlist:
    shortlist = make_list(owner=owner)
    for number in range(pages):
        shortlist.items.create(page=make_case(), order=number + 1, note="Bellen.")
    return shortlist


@tries(set_up_every_section)
def centre_of_before() -> Call:
    centre = make_centre("Van vroeger")
    Group.objects.filter(name=name_centre_group(centre.organisation)).delete()
    return set_up_every_section


@tries(set_up_section)
def centre_without_anything() -> Call:
    centre = make_centre("Zonder iets")
    Group.objects.filter(name=name_centre_group(centre.organisation)).delete()
    Workflow.objects.filter(workflow_pages__page=centre).delete()
    PeerReviewTask.objects.all().delete()
    return lambda: set_up_section(centre)


@tries(set_up_site)
def pages_that_went() -> Call:
    # The whole tree is made by a fixture; here its last part is missing.
    from knowledge.models import SchemeIndexPage

    SchemeIndexPage.objects.get().delete()
    return set_up_site


@tries(load_reference)
def theme_with_another_name() -> Call:
    Theme.objects.filter(code=ThemeCode.values[0]).update(name="Anders")
    return load_reference


@tries(make_list)
def second_list() -> Call:
    owner = UserFactory(role="gemeente")
    return lambda: make_list(owner=owner, title="Voor de raad")


@tries(keep_page)
def first_page_of_an_account() -> Call:
    page, holder = make_case(), Holder(viewer=UserFactory(role="gemeente"), key="")
    return lambda: keep_page(page=page, holder=holder)


@tries(keep_page)
def first_page_of_a_browser() -> Call:
    page, holder = make_case(), Holder(viewer=AnonymousUser(), key="")
    return lambda: keep_page(page=page, holder=holder)


@tries(save_list)
def title_and_notes() -> Call:
    shortlist = filled_list(UserFactory(role="gemeente"))
    notes = dict.fromkeys(shortlist.items.values_list("pk", flat=True), "Nieuw.")
    return lambda: save_list(shortlist=shortlist, title="Nieuw", notes=notes)


@tries(move_item)
def first_goes_down() -> Call:
    shortlist = filled_list(UserFactory(role="gemeente"))
    rows = list(shortlist.items.order_by("order").values_list("pk", flat=True))
    return lambda: move_item(shortlist=shortlist, item=rows[0], up=False, among=rows)


@tries(drop_item)
def one_row() -> Call:
    shortlist = filled_list(None)
    row = shortlist.items.values_list("pk", flat=True)[0]
    return lambda: drop_item(shortlist=shortlist, item=row)


@tries(drop_unseen)
def one_stays() -> Call:
    shortlist = filled_list(None)
    row = shortlist.items.values_list("pk", flat=True)[0]
    return lambda: drop_unseen(shortlist=shortlist, seen=[row])


@tries(share_list)
def own_list() -> Call:
    owner = UserFactory(role="gemeente")
    shortlist = filled_list(owner)
    return lambda: share_list(shortlist=shortlist, actor=owner)


@tries(stop_sharing)
def shared_list() -> Call:
    owner = UserFactory(role="gemeente")
    shortlist = filled_list(owner)
    share_list(shortlist=shortlist, actor=owner)
    return lambda: stop_sharing(shortlist=shortlist, actor=owner)


@tries(claim_list)
def list_of_a_browser() -> Call:
    shortlist, owner = filled_list(None), UserFactory(role="gemeente")
    return lambda: claim_list(shortlist=shortlist, owner=owner)


@tries(remove_list)
def filled() -> Call:
    shortlist = filled_list(UserFactory(role="gemeente"))
    return lambda: remove_list(shortlist=shortlist)


@tries(forget_lists)
def old_list() -> Call:
    shortlist = filled_list(None)
    Shortlist.objects.filter(pk=shortlist.pk).update(expires_at=timezone.now() - timedelta(days=1))
    return forget_lists


@tries(start_term)
def case_without_a_term() -> Call:
    case = make_case()
    CaseValidity.objects.all().delete()
    return lambda: start_term(case=case)


@tries(start_missing_terms)
def cases_of_before_terms() -> Call:
    make_case()
    CaseValidity.objects.all().delete()
    return start_missing_terms


@tries(confirm_case)
def lapsed_case() -> Call:
    case, actor = make_case(), UserFactory(role="redactie")
    CaseValidity.objects.update(confirmed_on=LONG_AGO, valid_until=LONG_AGO + timedelta(days=9))
    return lambda: confirm_case(case=case, actor=actor)


@tries(tell_owners_of)
def lapsed_case_of_somebody() -> Call:
    make_case(owner=UserFactory(role="gemeente"))
    CaseValidity.objects.update(confirmed_on=LONG_AGO, valid_until=timezone.localdate() - timedelta(days=20))
    row = CaseValidity.objects.get()
    return lambda: tell_owners_of(pk=row.pk)


@tries(remind_readers)
def review_past_its_term() -> Call:
    UserFactory(role="redactie")
    centre = make_centre("Zonder lezers")
    page, writer = PracticePage(**CASE), UserFactory(role="kenniscentrum")
    centre.add_child(instance=page)
    page.save_revision(user=writer)
    page.get_workflow().start(page, writer)
    TaskState.objects.update(started_at=timezone.now() - timedelta(days=30))
    return remind_readers


@tries(forget_views)
def count_of_long_ago() -> Call:
    PageViews.objects.create(page=make_case(), day=timezone.localdate() - 2 * KEPT, count=3)
    return forget_views
