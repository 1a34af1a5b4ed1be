"""Types that every app shares."""

from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser

from krachtwijken.accounts.models import User

# Every read takes one: somebody who is logged in, or a visitor.
Viewer: TypeAlias = User | AnonymousUser
