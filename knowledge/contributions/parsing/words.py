"""Which headings belong to which field: the words that gemeenten put above a part of a text. No Django.

Only whole headings are known here. Of another one a reader that learned from headings may tell the field (`reading.py`).
"""

import re
import unicodedata

# Fields of a draft that a heading can fill; the order is that of the pages.
HEADINGS: dict[str, str] = {
    "title": """
        titel; naam; naam project; projectnaam; naam aanpak; titel aanpak; onderwerp; betreft; project; re; titel project
        """,
    "summary": """
        samenvatting; korte samenvatting; managementsamenvatting; in het kort; kort; kort gezegd; korte beschrijving;
        beschrijving in het kort; publiekssamenvatting; waar gaat het over; de kern; kern; korte omschrijving;
        in een notendop; samenvatting en conclusie; waar gaat dit over; waar ging het over
        """,
    "problem_text": """
        aanleiding; probleem; problemen; problematiek; probleemstelling; probleemschets; probleemanalyse;
        probleembeschrijving; omschrijving probleem; wat was het probleem; wat was er aan de hand; wat is er aan de hand;
        wat speelde er; wat speelt er; situatie; uitgangssituatie; beginsituatie; startsituatie; situatieschets; achtergrond;
        context; waarom; waarom dit project; waarom deze aanpak; waarom zijn we begonnen; waarom zijn we hiermee begonnen;
        waarom deden we dit; opgave; vraagstuk; aanleiding en probleem; aanleiding en achtergrond; aanleiding en context;
        achtergrond en aanleiding; aanleiding project; probleem en aanleiding; wat was de aanleiding; de vraag; urgentie;
        wat we aantroffen; wat troffen we aan; wat we zagen; waar hebben we het over; wat is het probleem; signalen uit de wijk;
        signalen; beschrijving situatie; inleiding en aanleiding; vraag van bewoners; waarom was dit nodig; waarom is dit nodig
        """,
    "target_group": """
        doelgroep; doelgroepen; doelgroep en bereik; voor wie; voor wie is het; voor wie was het; voor wie is dit;
        voor wie was dit; voor wie deden we het; voor wie doen we het; om wie gaat het; om wie ging het; deelnemers;
        wie doen er mee; wie deden er mee; beoogde doelgroep; bereik;
        bereikte doelgroep; wie bereiken we; wie bereikten we; voor wie bedoeld; voor wie was het bedoeld; voor wie is het bedoeld
        """,
    "goal": """
        doel; doelen; doelstelling; doelstellingen; doel project; doel aanpak; ambitie; ambities; beoogd resultaat;
        beoogde resultaten; gewenst resultaat; beoogd effect; wat wilden we bereiken; wat willen we bereiken;
        wat wilden wij bereiken; wat wilden we; wat was het doel; wat is het doel; inzet en doel; doel en ambitie;
        waar wilden we naartoe; waar willen we naartoe;
        bedoeling; wat was de bedoeling; wat is de bedoeling; waar doen we het voor; waar deden we het voor
        """,
    "approach": """
        aanpak; aanpak en uitvoering; werkwijze; methode; methodiek; opzet; opzet en uitvoering; uitvoering; activiteiten;
        stappen; stappenplan; stap voor stap; werkwijze en stappen; interventie; interventies; maatregelen; plan van aanpak;
        hoe; hoe werkt het; hoe werkte het; zo werkt het; zo werkte het; wat hebben we gedaan; wat hebben wij gedaan;
        wat is er gedaan; wat is gedaan; wat deden we; wat deden wij; wat doen we; wat we deden; wat we hebben gedaan;
        wat we gedaan hebben; wat hebben we geprobeerd; wat we probeerden; hoe hebben we het aangepakt;
        hoe pakten we het aan; zo pakten we het aan; hoe hebben we dat gedaan; beschrijving;
        beschrijving aanpak; beschrijving project;
        omschrijving; omschrijving aanpak; wat houdt het in; wat is het; de proef; inhoud; projectbeschrijving; ondernomen acties;
        gekozen aanpak; aanpak in stappen; aanpak in het kort; acties; ingezette acties; genomen maatregelen; verloop;
        projectopzet; wat is er gebeurd; wat gebeurde er; hoe ging het; hoe ging dat;
        hoe hebben we dit aangepakt; hoe gingen we te werk
        """,
    "resident_text": """
        bewoners; rol bewoners; rol van bewoners; participatie; bewonersparticipatie; inbreng bewoners; inbreng van bewoners;
        betrokkenheid bewoners; betrokkenheid van bewoners; hoe deden bewoners mee; hoe doen bewoners mee; samen met bewoners;
        hoe zijn bewoners betrokken; hoe waren bewoners betrokken; bewoners betrekken; burgerparticipatie;
        wat deden bewoners zelf;
        wat doen bewoners; wat deden bewoners; wat vonden bewoners; bewoners aan het woord
        """,
    "results": """
        resultaat; resultaten; effect; effecten; opbrengst; opbrengsten; uitkomst; uitkomsten; impact; bevindingen;
        resultaten en effecten; resultaten tot nu toe; behaalde resultaten; bereikte resultaten; eerste resultaten;
        wat kwam eruit; wat kwam er uit; wat komt eruit; wat is eruit gekomen; wat heeft het opgeleverd;
        wat leverde het op; wat levert het op; wat heeft het ons opgeleverd; wat is er bereikt; wat is bereikt;
        wat hebben we bereikt;
        wat is het resultaat; wat was het resultaat; wat zijn de resultaten; wat is er veranderd; evaluatie; cijfers;
        de opbrengst in cijfers;
        resultaten in cijfers; opbrengst tot nu toe;
        wat leverde dit op; wat levert dit op; wat heeft dit opgeleverd; wat bracht het; wat merken bewoners;
        wat merkten bewoners; wat zien we; wat zagen we; wat we zien; tussenstand; opgeleverd
        """,
    "what_did_not_work": """
        wat werkte niet; wat werkt niet; wat niet werkte; wat werkte er niet; wat werkte minder; wat werkte minder goed;
        wat ging niet goed; wat ging er niet goed; wat ging er mis; wat ging mis; wat ging fout; wat ging minder;
        wat ging minder goed; wat niet lukte; wat lukte niet; wat is niet gelukt; wat viel tegen; wat viel ons tegen;
        tegenvallers;
        knelpunten; knelpunten en valkuilen; valkuilen; minpunten; verbeterpunten; aandachtspunten; wat kon beter; wat kan beter;
        wat zouden we anders doen; wat zouden wij anders doen; wat zouden we nu anders doen; wat doen we volgende keer anders;
        belemmeringen; obstakels; mislukt; moeilijkheden; problemen onderweg; hobbels;
        waar liepen we tegenaan; waar liepen we tegen aan; waar we tegenaan liepen; waar lopen we tegenaan; waar ging het mis;
        tegen welke problemen liepen we aan; wat was lastig; wat bleek lastig; wat is lastig; wat was moeilijk;
        wat bleek moeilijk; lastige punten; dilemmas; uitdagingen;
        wat niet goed ging; wat minder goed ging; wat moet beter; wat ging er minder goed;
        wat stokte; waar zat het vast; faalfactoren
        """,
    "active_elements": """
        wat werkte; wat werkte wel; wat werkte goed; wat werkt; wat werkt wel; wat ging goed; wat ging er goed;
        succesfactoren; werkzame elementen; werkzame bestanddelen; pluspunten; sterke punten; waarom werkt het;
        waarom werkte het; geheim van het succes; wat maakt dat het werkt;
        succesfactor; wat werkt goed; wat goed ging; wat wel goed ging; waarom werkte dit; waarom werkt dit;
        succes en faalfactoren; wat hielp; wat helpt
        """,
    "lessons": """
        lessen; lessen voor anderen; geleerde lessen; lesson learned; lessons learned; leerpunten; wat hebben we geleerd;
        wat hebben wij geleerd; wat leerden we; wat leerden wij; wat we leerden; tips; tips voor anderen; advies aan anderen;
        adviezen; aanbevelingen; tips voor andere gemeenten; lessen en tips; onze lessen;
        wat raden we anderen aan; wat zouden we anderen aanraden; wat zou u anderen aanraden; tips voor collegas;
        wat anderen kunnen leren; wat kunnen anderen leren; wat geven we mee; wat we meegeven
        """,
    "conditions": """
        voorwaarden; randvoorwaarden; wat is nodig; wat is er nodig; wat heb je nodig; wat heeft u nodig; benodigdheden;
        randvoorwaarden voor succes; wat moet er zijn;
        wat is hiervoor nodig; wat is daarvoor nodig; benodigde randvoorwaarden
        """,
    "partners": """
        partners; partner; samenwerking; samenwerkingspartners; betrokken partijen; betrokken organisaties;
        betrokken partners; betrokkenen; met wie; met wie hebben we samengewerkt; met wie werkten we samen; ketenpartners;
        samenwerkende partijen; wie werkten mee;
        wie deden mee; wie doen mee; wie waren betrokken; wie zijn betrokken; wie waren erbij betrokken; rolverdeling
        """,
    "costs_text": """
        kosten; kosten en dekking; kosten en financiering; budget; begroting; financien; financiering; dekking; geld;
        middelen; wat kostte het; wat kost het; wat heeft het gekost; kosten project; investering; kosten per deelnemer;
        financieel; financiele paragraaf; financiele gevolgen; kostenplaatje; wat kost dit; wat kostte dit; kosten en inzet
        """,
    "fte_text": """
        fte; inzet van mensen; personele inzet; capaciteit; formatie; uren; menskracht; inzet personeel; inzet in uren;
        inzet; personeel; ureninzet; ambtelijke inzet
        """,
    "period": """
        periode; looptijd; doorlooptijd; duur; planning; tijd; wanneer; projectperiode; tijdpad; data; jaar; jaren; tijdsduur;
        start en einde; begin en einde; startdatum; begindatum; begonnen in
        """,
    "status": "status; stand van zaken; fase; voortgang; huidige status",
    "place": """
        wijk; wijken; locatie; gebied; plaats; waar; buurt; buurten; wijk en gemeente; gemeente en wijk; werkgebied;
        waar was het; in welke wijk; locaties; waar speelt dit; waar speelde dit; waar gebeurt het; waar gebeurde het
        """,
    "owner": """
        eigenaar; organisatie; opdrachtgever; initiatiefnemer; uitvoerder; uitvoerende organisatie; trekker; gemeente;
        penvoerder
        """,
    "source_url": "bron; bronnen; meer informatie; meer lezen; link; links; website; verder lezen; documentatie",
    "hypothesis": "hypothese; verwachting; onderzoeksvraag; aanname; aannames; wat verwachtten we; veronderstelling",
    "measuring_plan": """
        meetplan; meting; monitoring; monitoring en evaluatie; hoe meten we; hoe maten we; hoe meten wij dit; nulmeting;
        onderzoeksopzet
        """,
    # Whoever it names is a person; the form asks for a function instead.
    "": """
        contact; contactpersoon; contactgegevens; bijlage; bijlagen; inhoudsopgave; inhoud van dit document; van; aan; cc; datum;
        afzender; gebiedsschets; gebiedsbeschrijving
        """,
}  # fmt: skip

_SIGNS = re.compile(r"[^\w\s]|_")
_FILLER = re.compile(
    r"^(?:de|het|een|onze|ons|mijn|uw) |(?<= )(?:van|voor) (?:de|het|dit|deze|ons|onze) | (?:de|het|dit|deze|onze)(?= )"
)
_WE = re.compile(r"\bwij\b")
# "Eerste resultaten", "Belangrijkste knelpunten".
_ADJECTIVE = re.compile(r"^(?!(?:beoogde|gewenste|verwachte|gehoopte) )\w{3,}e (?=\w+$)")
# "Doel van de proef", "Effecten tot nu toe", "Resultaat na een jaar": the words before it are the heading.
_TAIL = re.compile(
    r" (?:van |voor )?(?:project|proef|pilot|aanpak|memo|experiment|traject|plan|notitie)$"
    r"| tot (?:nu toe|dusver)$| in het kort$| na (?:\w+) (?:jaar|jaren|maanden)$"
)
# "Wijk(en)", "Doelgroep(en)": a plural for whoever fills in the form.
_PLURAL = re.compile(r"(?<=\w)\((?:en|s|n|'s)\)")
# A heading may say more behind its words, in brackets: "Kosten (per jaar)".
_ASIDE = re.compile(r"\([^()]*\)\s*:?\s*$")


def bare(heading: str) -> str:
    """Small letters without accents, signs and what stands in brackets at the end."""
    loose = unicodedata.normalize("NFKD", _ASIDE.sub("", _PLURAL.sub("", heading)).casefold())
    letters = "".join(sign for sign in loose if not unicodedata.combining(sign))
    return _WE.sub("we", " ".join(_SIGNS.sub(" ", letters.replace("'", "")).split()))


def plain(heading: str) -> str:
    """As headings are compared: bare, and without articles."""
    words = bare(heading)
    return " ".join(_FILLER.sub(" ", words).split()) or words


FIELDS: dict[str, str] = {
    plain(name): field for field, names in HEADINGS.items() for name in names.split(";") if name.strip()
}


# What may stand in a heading without saying more than which field it is, besides words of the known ones.
_NEUTRAL = frozenset(
    "toelichting beschrijving omschrijving overzicht uitleg schets op van voor over bij met de het een onze ons uw wat hoe "
    "waar wie welke is was zijn waren heeft hebben consequenties gevolgen".split()
)
# Who takes part says whom it is about.
_PARTIES = frozenset("bewoners inwoners deelnemers deelnemer partners partijen wijk wijken gemeente".split())
_VOCABULARY: dict[str, frozenset[str]] = {
    field: (_NEUTRAL | frozenset(bare(names).split())) - _PARTIES for field, names in HEADINGS.items()
}


def says_no_more(heading: str, field: str) -> bool:
    """Than that its text belongs to a field: it can go, now that the text stands there. "Wat heeft het tot nu toe
    opgeleverd?", and not "Jaarlijkse kosten"."""
    if _ASIDE.search(_PLURAL.sub("", heading)):
        return False
    if plain(heading) in FIELDS:
        return True
    words = frozenset(bare(heading).split())
    return not _JOINED.search(heading) and bool(words) and words <= _VOCABULARY[field]


_JOINED = re.compile(r"\s(?:en|of|plus)\s|\s*[/&+,|]\s*")


def field_of_heading(heading: str) -> str | None:
    """The field of these words; an empty text when they are known and belong to no field, None when they are not known.

    Of "Aanleiding en doel" the first known part counts: its text cannot be divided.
    """
    words = plain(heading)
    for known in (words, _ADJECTIVE.sub("", words), _TAIL.sub("", words)):
        if known in FIELDS:
            return FIELDS[known]
    names = [plain(part) for part in _JOINED.split(_ASIDE.sub("", _PLURAL.sub("", heading)))]
    parts = [FIELDS.get(name) for name in names]
    return parts[0] if len(parts) > 1 and all(part is not None for part in parts) else None
