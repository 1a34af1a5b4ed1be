"""What a mail address tells of where somebody works."""

# Anybody may have an address there, so it says nothing about where somebody works.
PUBLIC_PROVIDERS = frozenset(
    """
    gmail.com googlemail.com outlook.com outlook.nl hotmail.com hotmail.nl live.com live.nl msn.com yahoo.com yahoo.nl
    icloud.com me.com mac.com proton.me protonmail.com gmx.com gmx.net mail.com zoho.com ziggo.nl kpnmail.nl kpnplanet.nl
    planet.nl xs4all.nl home.nl upcmail.nl casema.nl chello.nl hetnet.nl tele2.nl telfort.nl freedom.nl quicknet.nl
    solcon.nl online.nl wanadoo.nl zonnet.nl zeelandnet.nl
    example.org example.com example.net example.nl
    """.split()
)


def work_domain(email: str) -> str:
    """What stands behind the @ of an address of work; empty for an address that anybody can take."""
    domain = email.rpartition("@")[2].strip().lower()
    return "" if domain in PUBLIC_PROVIDERS else domain


def is_one_house(domain: str, other: str) -> bool:
    """The same domain of work, or one below the other: of a department, a district team."""
    return bool(domain and other) and (
        domain == other or domain.endswith(f".{other}") or other.endswith(f".{domain}")
    )


def stands_below(domain: str, owned: str) -> bool:
    """This domain, or one below it; the domain above it is of somebody else."""
    return bool(domain and owned) and (domain == owned or domain.endswith(f".{owned}"))
