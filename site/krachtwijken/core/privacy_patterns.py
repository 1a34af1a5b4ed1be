"""What personal data looks like in Dutch text. Every pattern runs in linear time: texts come from anybody.

Names whose letters do not tell (all small, all capitals) are in `privacy_names.py`.
"""

import re

# --- Numbers ---
# Read after the intake: one kind of hyphen, apostrophe and space, no soft hyphens, wide letters made narrow.
BETWEEN = r"[\s.\-/]{0,3}"
# Eight or nine digits, whole or in groups; no longer number around them.
NINE_DIGITS = re.compile(
    r"(?<![\w.,\-])\d{2,4}(?:[. ]?\d{2,3}[. ]?|-\d{2,3}-|/\d{2,3}/)\d{3}(?![\w\-]|[.,]\d)"
)
GROUPED_BSN = re.compile(r"(?<![\w.,\-])\d{2}([ .\-/])\d{2}\1\d{2}\1\d{3}(?![\w\-]|[.,]\d)")
# However it is written behind the word itself.
LOOSE_BSN = re.compile(rf"(?<![\w.,])\d(?:{BETWEEN}\d){{7,8}}(?!{BETWEEN}\d)(?!\w)")
BSN_WORD = re.compile(
    r"\b(?:b\.?\s?s\.?\s?n|burger\s?service\w*|sofi\w*)\b\W*(?:\w+\W+){0,3}$", re.IGNORECASE
)
COUNTED_BEFORE = re.compile(
    r"(?:€|\beuro|\bEUR|\brsin\b|\bkvk\b|dossier\w*|zaak\w*|kamerstuk\w*|motie\w*)\W*(?:\w+\W+)?$",
    re.IGNORECASE,
)
COUNTED_AFTER = re.compile(
    r"\s*(?:euro|inwoners|mensen|huishoudens|woningen|miljoen|personen|%)", re.IGNORECASE
)

# Area codes of three and of four digits; mobile; the same with the country code.
AREA_SPACED = (
    r"(?:10|13|15|20|23|24|26|30|33|35|36|38|40|43|45|46|50|53|55|58|7[0-9]|85|88|6|"
    r"1[1-8]\d|2[2-59]\d|3[1-4]\d|4[1-9]\d|5[1-9]\d)"
)
PHONE = re.compile(
    rf"(?<![\w.,\-])(?:(?:\+|00){BETWEEN}31{BETWEEN}(?:\(0\))?{BETWEEN}|\(?0{BETWEEN}){AREA_SPACED}\)?(?:{BETWEEN}\d){{6,8}}"
    r"(?![\w]|[.,]\d)"
)
# Numbers of organisations: free, paid and business lines.
SERVICE_NUMBER = re.compile(r"(?:0800|0900|0906|0909|088|085|003188|3188)|(?!0?0?31)(?!0\d{9}$)")
# Also as people write it to hide it from programs.
AT = r"(?:\s?@\s?|\s?[(\[{<]\s?(?:at|apenstaart(?:je)?|a)\s?[)\]}>]\s?|\s(?:apenstaart(?:je)?|at)\s)"
DOT = r"(?:\s?\.\s?|\s?[(\[{<]\s?(?:punt|dot)\s?[)\]}>]\s?|\s(?:punt|dot)\s)"
EMAIL = re.compile(
    rf"(?<![\w.+\-])[\w.+\-]{{1,64}}(?:\s?@\s?[\w\-]{{1,63}}(?:\.[\w\-]{{1,63}}){{1,6}}"
    # With spaces in it an address ends in something that addresses end in.
    rf"|{AT}[\w\-]{{1,63}}(?:{DOT}[\w\-]{{1,63}}){{0,4}}{DOT}(?:nl|com|net|org|eu|be|de|info|nu|tr|pl|uk)\b)",
    re.IGNORECASE,
)
IBAN = re.compile(
    r"\b(?:NL[\s.\-]{0,2}\d{2}[\s.\-]{0,2}[A-Z]{4}(?:[\s.\-]{0,2}\d){10}"
    r"|[A-Z]{2}\d{2}(?:[\s.\-]?[A-Z0-9]{4}){2,7}(?:[\s.\-]?[A-Z0-9]{1,3})?)\b",
    re.IGNORECASE,
)
DUTCH_IBAN = re.compile(r"NL\d{2}[A-Z]{4}\d{10}")
# How long a number of a country is: the words behind it may look like more of it.
IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "DE": 22, "ES": 24, "FR": 27, "GB": 22, "IE": 22, "IT": 27, "LT": 20, "LU": 20,
    "NL": 18, "PL": 28, "PT": 25, "RO": 24, "TR": 26,
}  # fmt: skip

# --- Addresses ---
STREET_END = (
    r"(?:straat|str\.|laan|weg|plein|gracht|kade|singel|hof|pad|dreef|steeg|dijk|plantsoen|park|oord|kamp|haven|"
    r"markt|wal|burg|brink|erf|baan|akker|veld|horst|donk|ring|boulevard|gaarde|zoom|vaart|hoek|berg|berm)"
)
NUMBER = r"(?P<number>\d{1,4})\s?(?:[a-z]\b|bis\b|hs\b|-?[IVX]{1,3}\b)?"
STREET_AND_NUMBER = re.compile(
    rf"\b(?:[\w'’\-]{{2,30}}(?i:{STREET_END})|(?:[Ll]aan|[Pp]lein|[Ww]eg|[Ss]traat|[Hh]of|[Pp]ad|[Ss]ingel) "
    rf"(?:van|der|den|de|het|'t) (?:(?:van|der|den|de|het) )?[A-Z][\w\-]{{1,25}})"
    # A range of numbers is a block of houses, not a home.
    rf",?\s{{1,2}}(?:nr\.?\s|nummer\s|huisnummer\s)?{NUMBER}(?!\d|\s?(?:-|–|t/m|tot)\s?\d|[.,]\d|\s?%|\s?(?:woningen|jaar|euro))"
)
POSTCODE = re.compile(
    r"(?<![\w.,])[1-9]\d{3}(?:\s?(?!S[ADS]|EU|NL|VN|AI|OV|KM|KB|MB|EN|EK|WK)[A-Z]{2}|(?!km|kb|mb)[a-z]{2})\b"
)
YEAR = re.compile(r"(?:19|20)\d{2}")
LIVES_AT = re.compile(
    r"\b(?:woont|woonde|wonend|wonende|woonachtig|woonadres|huisadres|adres)\b[^.!?]{0,25}$", re.IGNORECASE
)

# What is said of a home, beside its number: that is its residents.
TROUBLE_AT_HOME = re.compile(
    r"\b(?:drugs\w*|dealt|dealers?|hennep\w*|wietplantage|overlast|geluidsoverlast|prostitutie|huurachterstand|schulden|"
    r"ontruim\w*|mishandel\w*|huiselijk geweld|vervuil\w*|verwaarloo\w*|ruzie|geschreeuw|verward\w*)\b",
    re.IGNORECASE,
)
PUBLIC_PLACE = re.compile(
    r"(?:school|winkel|kantoor|centrum|huis van de wijk|buurthuis|wijkhuis|buurtkamer|spreekuur|inloop|bibliotheek|kerk\b|"
    r"moskee|kapper|supermarkt|caf[eé]|restaurant|bedrijf|bedrijfspand|loods|garage|praktijk|sporthal|opvang|loket|balie|"
    r"bijeenkomst|vergadering|plein\b|park\b)",
    re.IGNORECASE,
)

# --- People ---
# Every capital of the scripts in which names are written here: Şahin, Łukasz, Çelik.
CAPITAL = "[" + "".join(chr(code) for code in range(0x41, 0x530) if chr(code).isupper()) + "]"
PARTICLE = (
    r"(?:(?:[Vv]an|[Dd]er|[Dd]en|[Dd]e|[Tt]en|[Tt]er|[Ee]l|[Aa]l|[Bb]en|'[Tt]|[Hh]et|[Ii]n 't|[Oo]p(?: (?:'t|den?))?|"
    r"[Dd]i|[Ll]a|[Vv]on) ){0,3}"
)
# In a text all in capitals these are no surnames: `privacy_names.py` reads that.
NO_SURNAME = r"(?!(?:VAN|VON|DER|DEN|DE|TEN|TER|EL|AL|BEN|HET|IN|OP|EN|IS|HEEFT|UIT|MET|V[zZ]|N[bB])\b)"
SURNAME = rf"{PARTICLE}{NO_SURNAME}(?:[dlDL]'|O')?{CAPITAL}[\w']{{1,25}}(?:-(?:{CAPITAL})\w{{1,25}})?"
INITIALS = rf"(?:(?:{CAPITAL}\.\s?){{1,4}})"
TITLE = (
    r"(?:[Dd]hr\.?|[Dd]e heer|[Mm]evr\.?|[Mm]w\.?|[Mm]evrouw|[Mm]eneer|[Mm]ijnheer|[Mm]ejuffrouw|[Ww]eduwe|[Bb]uurman|"
    r"[Bb]uurvrouw|[Bb]ewoner|[Bb]ewoonster|[Cc]liënte?|[Ff]amilie|[Ff]am\.|[Gg]ezin)"
)
TITLE_AND_NAME = re.compile(rf"\b{TITLE} {INITIALS}?{SURNAME}")
# "Een gezin van Eritrese afkomst" is not called so.
ORIGIN = r"\b(?! (?:afkomst|herkomst|komaf|origine|achtergrond)\b)"
FAMILY = re.compile(rf"\b(?:[Ff]amilie|[Ff]am\.|[Gg]ezin|[Ee]chtpaar) {INITIALS}?{SURNAME}{ORIGIN}")
INITIALS_AND_NAME = re.compile(rf"(?<![\w.]){INITIALS}{SURNAME}")
NAME_AND_AGE = re.compile(
    rf"\b(?P<first>{CAPITAL}\w{{2,14}})(?: {SURNAME})?(?: \(\d{{1,2}}(?: jaar)?\)|,? (?:van )?\d{{1,2}} jaar\b)"
)
CALLED_AFTER = re.compile(
    rf"\w(?:school|{STREET_END[3:-1]}|flat|toren|complex|huis|wijk|buurt|brug|fonds|college|lyceum|universiteit)\b|\b(?:"
    r"Stichting|Foundation|Fonds|Instituut|School|College|Huis|Groep|Centrum|Academie|Kamer|Zaken|Kliniek|Prijs)\b",
    re.IGNORECASE,
)
MONTH = (
    "(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    r"(?:jan|feb|mrt|apr|jun|jul|aug|sept?|okt|nov|dec)\.?)"
)
DATE = re.compile(
    rf"\b(?:\d{{1,2}}(?:\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?|\s\d{{1,2}}\s|[\s-]{{1,3}}{MONTH}[\s-]{{1,3}})(?:(?:19|20)\d{{2}}|'?\d{{2}})"
    r"|(?:19|20)\d{2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2})\b(?![-/.]\d)",
    re.IGNORECASE,
)
BORN = re.compile(
    r"\b(?:geboren|geb\.?|geboorte\s?-?(?:datum|dag)|geb\.\s?datum|g\.d\.)"
    # "Kinderen geboren na 1 januari 2012" is a rule, not somebody's birthday.
    r"(?:(?!\b(?:na|voor|vóór|vanaf|tussen|sinds)\s*$)[^.!?\d]){0,25}$",
    re.IGNORECASE,
)
PRIVATE_MATTER = re.compile(
    r"\b(?:schulden|huurachterstand|betalingsachterstand|bijstandsuitkering|verslaafd|verslaving|drugs|dealt|steelt|"
    r"mishandel\w*|geslagen|slaat|ziek|psychos\w*|verward|depressi\w*|ggz|jeugdzorg|ondertoezichtstelling|"
    r"uithuisgeplaatst|uithuisplaatsing|uitgezet|ontruimd|ontruiming|dakloos|aangehouden|gearresteerd|opgepakt|"
    r"(?:zorgt voor|veroorzaakt|geeft|bezorgt) (?:\w+ ){0,2}overlast|maakt (?:\w+ )?(?:ruzie|lawaai)|intimideert|vervuilt|"
    r"veroordeeld|detentie|gevangenis|strafblad|spijbelt|schoolverzuim|zwanger|gescheiden|analfabeet|alcoholist|"
    # What was done to somebody is as private as what somebody did.
    r"uitgescholden|bedreigd|gepest|getreiterd|lastig ?gevallen|ge[iï]ntimideerd|gestalkt|bestolen|beroofd|aangevallen|"
    r"gestoken|neergestoken|misbruikt|aangerand|verkracht|gediscrimineerd|slachtoffer|aangifte|"
    r"eenzaam|bang|angstig|dement\w*|gehandicapt|overspannen|burn-?out|ontslagen|werkloos|analfabete)\b",
    re.IGNORECASE,
)
PUBLIC_FIGURE = re.compile(
    r"\b(?:wethouder|minister|staatssecretaris|burgemeester|[kK]amerlid|raadslid|het lid|de leden|voorzitter|"
    r"directeur|hoogleraar|professor|prof\.|dr\.|onderzoekers?|commissie|motie|amendement|rapport|boek|lijsttrekker|"
    r"premier|president|koning|koningin|schrijver|journalist|officier|inspecteur|fractie|kabinet|wet)\b",
    re.IGNORECASE,
)
# Common in the Netherlands, whatever somebody's roots; a name outside this list passes without title or initials.
FIRST_NAMES = frozenset(
    """
    jan piet kees klaas johan johannes hendrik henk gerrit willem wim cornelis pieter peter paul erik eric marc mark
    martin martijn maarten bas bart tom thomas tim tim daan sem lucas luuk lars jesse jasper joost jeroen sander stefan
    steven ruben robin rick rik ronald rob robert richard ralf patrick michael michel dennis danny kevin mike marco
    marcel frank frans fred ferdinand gijs hans harry herman jaap jacob joop joris jos joris julian justin kenneth koen
    leo leon louis max milan mees nick niels noah olaf oscar otto ramon rene rené roel rutger sjaak sjoerd theo ton
    vincent wouter xander anna anne anneke anouk annemarie ans astrid bep bianca bianca carla carolien chantal
    christina claudia corrie daphne debbie denise diana dora eline elisabeth elise ellen els elly emma esmee esther eva
    evelien femke fleur floor gerda greet hanneke hannah helena hetty ilse ina inge ingrid irene iris isa janneke
    jantje jennifer jessica jet johanna jolanda josephine joyce judith julia karin kim kirsten laura lianne lieke lies
    linda lisa lisanne liesbeth lotte loes lucia maaike maria mariska marieke marie marijke marjan marleen marloes
    martine melissa mia michelle mieke mila miranda mirjam monique nadine naomi nathalie nicole nina noor petra
    priscilla ria rianne roos ruth sabine sandra sanne saskia sara sarah silvia simone sofie sonja sophie stephanie
    susanne suzanne tanja tess tessa thea tineke tineke trudy truus vera wendy willemijn wilma yvonne zoe
    mohammed mohamed muhammad ahmed ahmet ali hassan hasan hussein hüseyin ibrahim ismail karim khalid mehmet mustafa
    mustapha murat omar omer osman rachid said samir soufiane youssef yusuf yassin yassine bilal anouar abdel
    abdelkader abdellah abdullah achraf amin amine aziz driss emre fatih hamid hamza ilias imran jamal kemal malik
    mehdi mourad nabil najib nordin noureddine ramazan redouan reda salah selim tarik younes zakaria
    fatima fatma aïcha aicha aisha amina asma ayse ayşe bouchra chaima dilek dounia elif emine esra farida ferah
    hafida hafsa hanan hatice hayat ikram imane jamila karima khadija latifa layla leila malika meryem meriem mina
    mounia naima najat nadia nora nour rachida rahma safae saida salma samira sana sevda sibel sihame souad soumaya
    yasmina yasmine zahra zehra zeynep zineb zohra
    agnieszka katarzyna krzysztof piotr tomasz pawel marek ewa magdalena ivan dimitar georgi olena oksana andriy
    rajesh sunil priya anil ravi jayant shanti winston glenn stanley marlon gladys shirley edwin orlando
    """.split()
)
ANY_FIRST_NAME = "|".join(sorted(FIRST_NAMES, key=len, reverse=True))
FIRST_AND_LAST = re.compile(rf"\b(?P<first>(?={CAPITAL})(?i:{ANY_FIRST_NAME})) {SURNAME}")

# In a field for a function "J. Bakker" is a name; in running text it could be a book.
INITIAL_ALONE = re.compile(r"(?<!\w)[A-Z]\.\s?(?:(?:van|de|der|den|ten|ter|el)\s)*[A-Z][a-zà-ÿ]+")
