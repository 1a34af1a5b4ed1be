"""Numbers as a Dutch reader writes them."""


def thousands(number: int) -> str:
    """32000 is 32.000."""
    return f"{number:,}".replace(",", ".")
