"""Fill a scratch database: cases, profiles and requests of made-up Dutch words."""

import random
from datetime import date

from expertpool.models import ExpertProfile, ThemeDepth
from knowledge.models import CaseIndexPage, PracticePage
from krachtwijken.accounts.models import User
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.services.memberships import join_gemeente
from krachtwijken.accounts.services.roles import grant_role
from krachtwijken.core.enums import ThemeCode
from krachtwijken.core.models import Gemeente, ProblemLabel, Theme, Wijk
from krachtwijken.core.text.words import vocabulary
from matching.models import SupportRequest


class Maker:
    """Always the same rows for the same numbers."""

    def __init__(self) -> None:
        self.pick = random.Random(1)  # noqa: S311 - no secret
        self.words = self.pick.sample(sorted(vocabulary()), 3000)

    def text(self, count: int) -> str:
        return " ".join(self.pick.choices(self.words, k=count)).capitalize() + "."

    def cases(self, count: int) -> None:
        parent = CaseIndexPage.objects.get()
        themes, problems = list(Theme.objects.all()), list(ProblemLabel.objects.all())
        wijken = list(Wijk.objects.filter(programme="krachtwijk40"))
        for number in range(count):
            page = PracticePage(
                title=self.text(5), slug=f"bench-{number}", summary=self.text(25), problem_text=self.text(80),
                target_group=self.text(6), goal=self.text(8), results=self.text(60), what_did_not_work=self.text(40),
                period_from=2015,
            )  # fmt: skip
            parent.add_child(instance=page)
            page.themes = self.pick.sample(themes, 2)
            page.problems = self.pick.sample(problems, 3)
            page.wijken = self.pick.sample(wijken, 2)
            page.save()

    def profiles(self, count: int) -> None:
        for number in range(count):
            profile = ExpertProfile.objects.create(
                title=self.text(3), slug=f"bench-{number}", summary=self.text(20), about=self.text(80),
                levels=["bestuurlijk"], roles=["topdog"], visibility="openbaar", consent_until=date(2099, 1, 1),
                days_per_month=2,
            )  # fmt: skip
            ThemeDepth.objects.create(profile=profile, theme_id=self.pick.choice(ThemeCode.values), depth=2)

    def requests(self, count: int) -> None:
        wijk = Wijk.objects.filter(gemeente__slug="arnhem")[0]
        SupportRequest.objects.bulk_create(
            SupportRequest(
                reference=f"KW-2000-{number:04d}",
                gemeente_id=wijk.gemeente_id,
                wijk=wijk,
                kind="topdog",
                problem=self.text(60),
                wanted=self.text(10),
                urgency="dit_kwartaal",
                contact="Projectleider",
            )
            for number in range(count)
        )

    def user(self, role: Role) -> User:
        user = User.objects.create_user(f"{role.value}@bench.example", None)
        grant_role(user=user, role=role, actor=None)
        if role is Role.GEMEENTE:
            join_gemeente(user=user, gemeente=Gemeente.objects.get(slug="arnhem"), actor=None)
        return user
