"""Stands in INSTALLED_APPS in the place of `wagtail.users`: the same app with our account forms."""

from wagtail.users.apps import WagtailUsersAppConfig


class AccountUsersConfig(WagtailUsersAppConfig):
    user_viewset = "krachtwijken.accounts.user_admin.AccountViewSet"
