"""What the organisation of the example account offers, and who belongs to it."""

from expertpool.models import ExpertProfile, OrganisationOffer
from krachtwijken.core.models import Organisation

ORGANISATION = "aedes"
OFFERS = {
    "wonen": "Een dag meekijken met een corporatie die portiekgesprekken voerde voor de renovatie. Wij zoeken er een in "
    "uw buurt.",
    "integreren": "Een gesprek met bewonerscommissies die samen een leeg winkelpand beheren.",
    "werken": "Vijf leerplekken bij huismeesters en buurtbeheerbedrijven, met een vaste begeleider.",
}


def load_example_alliance() -> None:
    """Repeatable: what stands there stays."""
    organisation = Organisation.objects.filter(slug=ORGANISATION).first()
    if organisation is None:
        return
    for theme, text in OFFERS.items():
        OrganisationOffer.objects.get_or_create(
            organisation=organisation, theme_id=theme, defaults={"text": text}
        )
    people = ExpertProfile.objects.filter(is_example=True, user=None, origin="corporatie", organisation=None)
    ExpertProfile.objects.filter(pk__in=list(people.order_by("pk").values_list("pk", flat=True)[:4])).update(
        organisation=organisation
    )
