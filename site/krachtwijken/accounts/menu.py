"""What stands on /mijn/ for whom. Named by URL name: accounts imports no other app."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from krachtwijken.accounts import rules
from krachtwijken.accounts.roles import Role
from krachtwijken.accounts.types import Viewer


@dataclass(frozen=True)
class OwnLink:
    """A page of somebody's own; left out where the app that serves it is not there."""

    url_name: str
    title: str
    text: str
    shown_to: Callable[[Viewer], bool]


@dataclass(frozen=True)
class ShownLink:
    url: str
    title: str
    text: str


def _may_see_requests(viewer: Viewer) -> bool:
    return rules.is_gemeente(viewer) or rules.is_accountmanager(viewer)


def _may_manage_pool(viewer: Viewer) -> bool:
    return rules.is_loket(viewer) or rules.is_beheer(viewer)


def _may_vet(viewer: Viewer) -> bool:
    return _may_manage_pool(viewer) or rules.is_accountmanager(viewer)


def _may_share(viewer: Viewer) -> bool:
    return rules.is_gemeente(viewer) or rules.is_expert(viewer)


def _writes_cases(viewer: Viewer) -> bool:
    return _follows_what_is_shared(viewer) or rules.is_kenniscentrum(viewer)


def _follows_what_is_shared(viewer: Viewer) -> bool:
    return _may_share(viewer) or rules.is_redactie(viewer)


def _sees_figures(viewer: Viewer) -> bool:
    return rules.is_loket(viewer) or rules.is_beheer(viewer)


def _answers_parts(viewer: Viewer) -> bool:
    return rules.is_kenniscentrum(viewer) or rules.is_expert(viewer)


LINKS = (
    OwnLink("matching:start", "Hulp vragen", "Leg een vraag voor aan het loket.", rules.is_gemeente),
    OwnLink("matching:own", "Verzoeken", "Zie hoe het staat met de verzoeken.", _may_see_requests),
    OwnLink(
        "knowledge:contribution_start",
        "Deel wat u probeerde",
        "Een ander leert van u. Het kost u een kwartier.",
        _may_share,
    ),
    OwnLink(
        "knowledge:contribution_own",
        "Bijdragen",
        "Wat is gedeeld, en hoe het ermee staat.",
        _follows_what_is_shared,
    ),
    OwnLink(
        "knowledge:validity",
        "Kloppen uw pagina's nog?",
        "Bevestig dat een aanpak nog klopt.",
        _writes_cases,
    ),
    OwnLink(
        "knowledge:link_report",
        "Werken de bronnen nog?",
        "Zie welk adres op de site niet meer werkt.",
        rules.is_redactie,
    ),
    OwnLink("knowledge:report_list", "Meldingen", "Wat lezers lieten weten.", rules.is_redactie),
    OwnLink("matching:invitations", "Uitnodigingen", "Zeg ja of nee op een vraag om hulp.", rules.is_expert),
    OwnLink(
        "matching:own_parts", "Vragen van het loket", "Beantwoord een deel van een vraag.", _answers_parts
    ),
    OwnLink("expertpool:own", "Uw profiel", "Bepaal wat anderen van u zien.", rules.is_expert),
    OwnLink(
        "expertpool:organisation",
        "Uw organisatie",
        "Uw mensen in de pool, en wat u biedt.",
        lambda viewer: rules.has_role(viewer, Role.ORGANISATIE),
    ),
    OwnLink("matching:work_list", "Werkvoorraad", "De verzoeken die op het loket wachten.", rules.is_loket),
    OwnLink(
        "accounts:applications",
        "Aanvragen van accounts",
        "Wie bij een gemeente werkt en wil inloggen.",
        _may_manage_pool,
    ),
    OwnLink(
        "matching:figures", "Cijfers van het loket", "Wat binnenkomt en hoe lang het duurt.", _sees_figures
    ),
    OwnLink("expertpool:desk", "Pool beheren", "Wie er zijn, en wie hen ziet.", _may_manage_pool),
    OwnLink("expertpool:vetting_list", "Voordrachten", "Wie in de pool wil.", _may_vet),
    OwnLink(
        "knowledge:shortlist_own", "Lijsten", "Wat u bewaarde, om te delen of te printen.", rules.is_logged_in
    ),
    OwnLink("wagtailadmin_home", "Inhoud beheren", "Schrijf en bewerk pagina's.", rules.may_enter_admin),
    OwnLink("wagtailusers_users:index", "Gebruikers", "Geef mensen een account of rol.", rules.is_beheer),
    OwnLink(
        "search:saved_list", "Bewaarde zoekvragen", "Hoor het als er iets nieuws is.", rules.is_logged_in
    ),
    OwnLink("core:help", "Hulp", "Korte uitleg per taak, met plaatjes.", rules.is_logged_in),
    OwnLink("mfa_index", "Inloggen in twee stappen", "Bescherm uw account met een code.", rules.is_logged_in),
    OwnLink("account_change_password", "Wachtwoord", "Kies een nieuw wachtwoord.", rules.is_logged_in),
    OwnLink("usersessions_list", "Waar u bent ingelogd", "Log uit op andere apparaten.", rules.is_logged_in),
)


def own_links(viewer: Viewer) -> list[ShownLink]:
    shown = []
    for link in LINKS:
        if not link.shown_to(viewer):
            continue
        try:
            shown.append(ShownLink(reverse(link.url_name), link.title, link.text))
        except NoReverseMatch:
            continue
    return shown
