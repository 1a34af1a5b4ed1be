"""On which outcomes somebody hopes who asks about a known problem: so that what is asked has a place on the map of outcomes."""

from collections.abc import Mapping

from knowledge.enums import OutcomeDomain as Domain

# Sorted by hand; a problem that asks for two counts at both. What is not here stands with what is not sorted.
ASKED: Mapping[str, tuple[Domain, ...]] = {
    **dict.fromkeys(("R01", "R02", "R03", "R04", "R05", "R06", "R07", "R10"), (Domain.SAMENWERKING,)),
    "R08": (Domain.UITVOERING,),
    "R09": (Domain.OPGROEIEN, Domain.GEZONDHEID),
    **dict.fromkeys(("R11", "R12"), (Domain.VERTROUWEN,)),
    "R13": (Domain.VEILIGHEID,),
    **dict.fromkeys(("WO01", "WO03", "WO05", "WO08", "WO09", "WO10", "WO11", "WO12"), (Domain.WONEN,)),
    "WO02": (Domain.VERTROUWEN,),
    "WO04": (Domain.WERK,),
    "WO06": (Domain.SAMENWERKING,),
    "WO07": (Domain.WONEN, Domain.GEZONDHEID),
    **dict.fromkeys(("WE01", "WE02", "WE04", "WE07"), (Domain.WERK,)),
    "WE03": (Domain.SCHOOL, Domain.WERK),
    "WE05": (Domain.WERK, Domain.SCHULDEN),
    "WE06": (Domain.WERK, Domain.MEEDOEN),
    **dict.fromkeys(("LE01", "LE03", "LE05", "LE07"), (Domain.SCHOOL,)),
    "LE02": (Domain.TAAL, Domain.SCHOOL),
    **dict.fromkeys(("LE04", "LE06"), (Domain.MEEDOEN,)),
    "LE08": (Domain.OPGROEIEN,),
    "LE09": (Domain.VERTROUWEN,),
    "LE10": (Domain.OPGROEIEN, Domain.GEZONDHEID),
    "IN01": (Domain.TAAL,),
    "IN02": (Domain.TAAL, Domain.WERK),
    "IN03": (Domain.MEEDOEN, Domain.OPGROEIEN),
    **dict.fromkeys(("IN04", "IN05"), (Domain.MEEDOEN,)),
    "IN06": (Domain.VERTROUWEN,),
    **dict.fromkeys(("VE01", "VE02"), (Domain.VEILIGHEID, Domain.VERTROUWEN)),
    **dict.fromkeys(("VE03", "VE04", "VE09"), (Domain.VEILIGHEID,)),
    "VE05": (Domain.VEILIGHEID, Domain.WERK),
    "VE06": (Domain.VEILIGHEID, Domain.WONEN),
    "VE07": (Domain.SAMENWERKING,),
    "VE08": (Domain.VEILIGHEID, Domain.MEEDOEN),
}
