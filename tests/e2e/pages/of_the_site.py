"""Home, accounts, help and error pages."""

from tests.e2e.pages.case import PageCase, first_link

PAGES = [
    PageCase("home", "/"),
    PageCase("about", "/over-krachtwijken/"),
    PageCase("login", "/accounts/login/"),
    PageCase("password_reset", "/accounts/password/reset/"),
    PageCase("signup_closed", "/accounts/signup/"),
    PageCase("not_found", "/bestaat-niet/", status=404),
    PageCase("forbidden", "/loket/werkvoorraad/", role="gemeente", status=403),
    PageCase("mine", "/mijn/", role="gemeente"),
    PageCase("help", "/hulp/"),
    PageCase("help_chapter", "/hulp/gemeente/"),
    PageCase("help_task", "/hulp/gemeente/hulp-vragen/"),
    PageCase("apply", "/account-aanvragen/"),
    PageCase("application_ended", "/account-aanvragen/onbekend/", status=404),
    PageCase("applications", "/loket/accounts/", role="loket"),
    PageCase("application_detail", role="loket", find=first_link("/loket/accounts/", "main table a")),
    PageCase("second_factor", "/accounts/2fa/", role="beheer"),
    PageCase("password_change", "/accounts/password/change/", role="beheer"),
    PageCase("sessions", "/accounts/sessions/", role="beheer"),
]
