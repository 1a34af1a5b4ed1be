"""Which migrations a database has had, and going to those of a backup."""

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.graph import Node
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from krachtwijken.core.backup.manifest import BackupError

State = list[tuple[str, str]]


def applied_migrations() -> State:
    return sorted(MigrationRecorder(connection).applied_migrations())


def refuse_newer(recorded: State) -> None:
    """A backup of a later version holds what this code does not know."""
    known = set(MigrationLoader(connection).disk_migrations or ())
    # Rows of apps that are no longer installed stay in the table for ever.
    installed = {app for app, _ in known}
    unknown = [(app, name) for app, name in recorded if app in installed and (app, name) not in known]
    if unknown:
        told = ".".join(unknown[0])
        raise BackupError(f"Deze back-up is van een nieuwere versie van de site: {told} is hier onbekend.")


def migrate_to(recorded: State) -> None:
    """Tables as they were when the backup was made. A database that went further cannot come back."""
    if further := [key for key in applied_migrations() if key not in set(recorded)]:
        raise BackupError(
            f"Deze database is al verder dan de back-up ({'.'.join(further[0])}): begin met een lege database."
        )
    executor = MigrationExecutor(connection)
    nodes = executor.loader.graph.node_map
    there = {key for key in recorded if key in nodes}
    # The last of each app: Django takes any other that is applied as a wish to go back to it.
    executor.migrate([key for key in sorted(there) if not _has_a_next(nodes[key], there)])


def _has_a_next(node: Node, there: set[tuple[str, str]]) -> bool:
    return any(child.key in there and child.key[0] == node.key[0] for child in node.children)


def migrate_forward() -> None:
    call_command("migrate", verbosity=0, interactive=False)
