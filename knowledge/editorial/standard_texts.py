"""Texts of the standard pages as they are first made; editors change them in the CMS afterwards."""

Section = tuple[str, str]

STANDARD_PAGES: list[tuple[str, str, str, list[Section]]] = [
    (
        "over-krachtwijken",
        "Over Krachtwijken",
        "Wat dit platform is, voor wie het is en hoe u meedoet.",
        [
            (
                "Waarom dit platform",
                "<p>Wijken in heel Nederland kampen met dezelfde problemen. Wat de ene gemeente leert, bereikt de "
                "andere vaak niet. Daarom brengen wij die kennis hier bij elkaar. Ook wat niet werkte.</p>",
            ),
            (
                "Wat u hier vindt",
                "<p>U vindt beschreven aanpakken en experimenten, mensen die kunnen helpen, kenniscentra en "
                "regelingen. Komt u er niet uit? Vraag dan hulp bij het loket. Eén medewerker blijft "
                "verantwoordelijk tot uw vraag is beantwoord.</p>",
            ),
            (
                "Voorbeelden",
                "<p>Staat er <strong>Voorbeeld</strong> bij een aanpak of een persoon? Dan is die verzonnen, om te "
                "laten zien hoe het platform werkt. Gebruik de cijfers uit een voorbeeld niet als bewijs.</p>",
            ),
        ],
    ),
    (
        "toegankelijkheid",
        "Toegankelijkheid",
        "Iedereen moet deze website kunnen gebruiken. Zo zorgen wij daarvoor.",
        [
            (
                "Ons doel",
                "<p>Wij werken volgens de richtlijn WCAG 2.2, niveau AA. U kunt alles met het toetsenbord doen. "
                "De site werkt ook zonder JavaScript.</p>",
            ),
            (
                "Hoe wij dat controleren",
                "<p>Bij elke wijziging controleert een programma alle soorten pagina's op drie schermbreedtes. "
                "Een onafhankelijk onderzoek door mensen is nog niet gedaan.</p>",
            ),
            (
                "Werkt iets niet voor u?",
                "<p>Laat het ons weten via het loket. Wij reageren binnen tien werkdagen.</p>",
            ),
        ],
    ),
    (
        "privacy",
        "Privacy",
        "Welke gegevens wij bewaren, waarom en hoe lang.",
        [
            (
                "Geen gegevens van bewoners",
                "<p>Schrijf nooit namen, adressen of andere gegevens van bewoners of gezinnen op. Wij "
                "controleren teksten daarop en weigeren ze als wij zulke gegevens vinden.</p>",
            ),
            (
                "Wat wij wel bewaren",
                "<p>Van mensen met een account bewaren wij naam, e-mailadres en rol. Van een aanvraag bewaren "
                "wij wat u invult en wat wij ermee doen. Een tekst die u bij Antwoord plakt, bewaren wij 90 "
                "dagen, zodat u de pagina kunt delen. Een lijst met bewaarde pagina's bewaren wij tot 90 dagen "
                "na uw laatste wijziging. Staat de lijst in uw account? Dan blijft hij tot u hem verwijdert of "
                "uw account stopt.</p>"
                "<p>Bewaart u een zoekvraag? Dan bewaren wij die tot u haar weggooit of uw account stopt. Van korte "
                "zoekvragen tellen wij 400 dagen hoe vaak ze zijn gesteld. Wie zocht, leggen wij niet vast.</p>",
            ),
            (
                "Geen volgers",
                "<p>Wij gebruiken alleen cookies die nodig zijn om in te loggen, formulieren veilig te versturen "
                "en een lijst te onthouden die u zonder account begint. Uw browser haalt niets op bij andere websites.</p>",
            ),
        ],
    ),
]
