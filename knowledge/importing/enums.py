"""What becomes of a row, and where an import is."""

from django.db.models import TextChoices


class Fate(TextChoices):
    CREATE = "create", "Nieuw"
    UPDATE = "update", "Bijgewerkt"
    SKIP = "skip", "Overgeslagen"
    FAULT = "fault", "Fout"


class ImportState(TextChoices):
    """A file is looked through, waits for a yes, is taken in, and is done."""

    CHECKING = "checking", "Wordt bekeken"
    CHECKED = "checked", "Wacht op uw akkoord"
    RUNNING = "running", "Wordt ingelezen"
    DONE = "done", "Klaar"
