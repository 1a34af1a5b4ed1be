"""A Maildir on this machine. No Django."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from matching.mail_in.boxes.types import BEGINNING, BoxError, Fetched

PARTS = ("new", "cur", "tmp")


class FolderBox:
    """What was read goes to a folder beside it, named as Maildir++ does."""

    def __init__(self, path: Path, *, processed: str, most_bytes: int) -> None:
        self.path, self.most_bytes = path, most_bytes
        self.processed = path / f".{processed}"
        if not (path / "new").is_dir():
            raise BoxError("the Maildir has no folder 'new'")
        for part in PARTS:
            (self.processed / part).mkdir(parents=True, exist_ok=True)

    def fetch(self, limit: int) -> Iterator[Fetched]:
        files = [
            file for part in ("new", "cur") for file in (self.path / part).glob("[!.]*") if file.is_file()
        ]
        for file in sorted(files, key=lambda file: file.name)[:limit]:
            # Another reader may have been faster.
            with contextlib.suppress(FileNotFoundError):
                is_whole = file.stat().st_size <= self.most_bytes
                with file.open("rb") as opened:
                    raw = opened.read(self.most_bytes if is_whole else BEGINNING)
                yield Fetched(f"{file.parent.name}/{file.name}", raw, is_whole)

    def finish(self, key: str) -> None:
        name = Path(key).name.partition(":2,")[0]
        with contextlib.suppress(FileNotFoundError):
            (self.path / key).rename(self.processed / "cur" / f"{name}:2,S")

    def close(self) -> None:
        """Nothing was opened."""
