"""What somebody types on each page of the wizard, in the order of the pages."""

from django.test import Client

PROBLEM = "Jongeren hangen elke avond op straat bij het winkelcentrum."
OWN_OF_TOPDOG = {"own_mandaat": "Geld verdelen.", "own_korte_lijnen": "De burgemeester.", "own_termijn": "6"}
OWN_OF_ANALYSIS = {"own_te_weten": "Waar jongeren heen kunnen.", "own_gegevens": "", "own_schaal": "wijk"}
CONTACT = {
    "contact_name": "M. de Boer",
    "contact": "Projectleider",
    "contact_phone": "026 123 45 67",
    "contact_email": "wijk@arnhem.example",
}
# Beside it, whole.
OTHER_CONTACTS = {
    "contact_2_name": "F. Jansen",
    "contact_2_function": "Wijkmanager",
    "contact_2_phone": "026 123 45 68",
    "contact_2_email": "",
    "contact_3_name": "S. Bos",
    "contact_3_function": "Jurist",
    "contact_3_phone": "",
    "contact_3_email": "jurist@arnhem.example",
}


def wizard_answers(wijk_pk: int) -> dict[str, dict[str, object]]:
    return {
        "probleem": {"problem": PROBLEM},
        "wijk": {"wijk_id": wijk_pk},
        "soort": {"kind": "topdog"},
        "vragen": OWN_OF_TOPDOG,
        "geprobeerd": {"tried": ""},
        "doel": {"wanted": "Rust op straat.", "urgency": "dit_kwartaal"},
        "rekening": {"excluded": "", "confidential_until": ""},
        "contact": CONTACT,
    }


def fill_in_wizard(client: Client, token: str, wijk_pk: int, **changed: dict[str, object]) -> None:
    for step, answers in (wizard_answers(wijk_pk) | changed).items():
        response = client.post(f"/loket/aanvraag/{step}/?concept={token}", answers)
        assert response.status_code == 302, (step, response.content.decode())
