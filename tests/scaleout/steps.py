"""What happens on the site from a process of its own: `python -m tests.scaleout.steps people|publish TITLE|mails N`."""

import json
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from krachtwijken.accounts.services.memberships import join_gemeente  # noqa: E402
from krachtwijken.core.mail import queue_text  # noqa: E402
from krachtwijken.core.models import Gemeente  # noqa: E402
from tests.factories.accounts import PASSWORD, UserFactory, give_second_factor  # noqa: E402
from tests.factories.pages import make_case  # noqa: E402


def people() -> dict[str, str]:
    gemeente = UserFactory(email="gemeente@example.org", role="gemeente")
    join_gemeente(user=gemeente, gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
    desk = UserFactory(email="loket@example.org", role="loket")
    return {"password": PASSWORD, "secret": give_second_factor(desk)}


def publish(title: str) -> dict[str, str]:
    return {"pk": str(make_case(title=title, slug=f"case-{abs(hash(title))}", summary=title).pk)}


def mails(count: int) -> dict[str, str]:
    with transaction.atomic():
        for number in range(count):
            queue_text(to="veel@example.org", subject=f"Bericht {number}", body="x", key=f"scaleout:{number}")
    return {}


if __name__ == "__main__":
    step, *rest = sys.argv[1:]
    result = {"people": people, "publish": lambda: publish(rest[0]), "mails": lambda: mails(int(rest[0]))}[
        step
    ]()
    print(json.dumps(result))  # noqa: T201
