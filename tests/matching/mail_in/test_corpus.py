"""Forty mails of people and machines: each meets its fate, with its text to the letter."""

from pathlib import Path
from typing import Any

import pytest

from matching.asides.enums import AsideSide
from matching.asides.models import AsideMessage
from matching.mail_in.enums import MailState
from matching.mail_in.models import Bounce, IncomingMail
from matching.mail_in.services.receiving import receive_mail
from matching.models import Message, SupportRequest
from tests.matching.mail_in.corpus import EXPECTED, Expected, World, make_world, raw_mail

STATES = {
    "thread": MailState.THREAD, "person": MailState.WAITING, "absence": MailState.ABSENCE,
}  # fmt: skip


@pytest.fixture
def world(reference: None, settings: Any, tmp_path: Path) -> World:
    settings.MEDIA_ROOT = tmp_path / "media"
    return make_world(settings)


def test_corpus_has_forty_mails_and_each_is_judged() -> None:
    files = {path.stem for path in (Path(__file__).parent / "mails").glob("*.eml")}
    assert files == {row.mail for row in EXPECTED}
    assert len(files) >= 40


@pytest.mark.parametrize("row", [pytest.param(row, id=row.mail) for row in EXPECTED])
def test_mail_meets_its_fate(row: Expected, world: World) -> None:
    if row.after:
        receive_mail(raw=raw_mail(row.after, world))
    said_in = AsideMessage if row.of else Message
    before = IncomingMail.objects.count(), said_in.objects.count(), Message.objects.count()
    states = dict(SupportRequest.objects.values_list("pk", "status"))
    assert receive_mail(raw=raw_mail(row.mail, world)) == row.fate
    mail = IncomingMail.objects.order_by("-pk").first()
    if row.fate in STATES:
        assert mail is not None
        assert mail.state == STATES[row.fate]
        assert mail.doubt == row.doubt
        assert mail.text == row.text
        files = mail.files.all()
        assert [file.name for file in files if not file.refused] == row.kept
        assert [file.name for file in files if file.refused] == row.refused
    else:
        assert IncomingMail.objects.count() == before[0]
    said = said_in.objects.count() - before[1]
    assert said == (row.fate == "thread")
    if said and row.of:
        assert Message.objects.count() == before[2], "the gemeente reads nothing of it"
        aside = AsideMessage.objects.latest("pk")
        assert (aside.text, aside.author, aside.side) == (row.text, getattr(world, row.of), AsideSide.HELPER)
    elif said:
        message = Message.objects.latest("pk")
        assert (message.text, message.author, message.request) == (row.text, world.anja, world.open)
    assert Bounce.objects.filter(request=world.open).exists() == (row.fate == "bounce")
    # No mail opens or closes anything.
    assert dict(SupportRequest.objects.values_list("pk", "status")) == states
