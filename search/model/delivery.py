"""Get the language model ready, once. What was made says with what, so that a second call has nothing to do."""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from search.model.weights import weights_path

PACKAGED = "intfloat/multilingual-e5-small"
FORMAT = 2
MANIFEST = "manifest.json"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Manifest:
    """`model` as named in EMBEDDING_MODEL; `dimension` of the vectors; texts get `query:` and `passage:` in front
    when the model was trained so."""

    model: str
    dimension: int
    query_prefix: str
    passage_prefix: str
    format: int = FORMAT

    @property
    def identity(self) -> str:
        """What vectors made with this model are kept under."""
        return f"{self.model}#{self.format}"


def read_manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def is_prepared(folder: Path, model: str) -> bool:
    found = read_manifest(folder)
    return found is not None and found.model == model and found.format == FORMAT


def prepare(*, model: str, folder: Path, progress: Progress = lambda line: None) -> bool:
    """Repeatable. Makes the served model in `folder` unless it is there; False when there are no weights.

    The new model is written beside the old one and takes its place in one step.
    """
    if is_prepared(folder, model):
        progress("taalmodel staat klaar")
        return True
    weights = weights_path() if model == PACKAGED else None
    if model == PACKAGED and weights is None:
        progress("het pakket met het taalmodel ontbreekt: zoeken gaat alleen op woorden")
        return False
    folder.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix="model-", dir=folder.parent))
    try:
        _make(model, weights, scratch, progress)
        _swap(scratch, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return True


def _make(model: str, weights: Path | None, scratch: Path, progress: Progress) -> None:
    progress("bibliotheken voor het taalmodel laden")
    os.environ.setdefault("HF_HUB_OFFLINE", "1" if weights else "0")
    from search.model import export  # inline: imports torch, which only this step needs

    unpacked = scratch / "unpacked"
    progress("gewichten uitpakken")
    if weights is not None:
        source = export.unpack_model(weights, unpacked)
    else:
        from sentence_transformers import SentenceTransformer  # inline, for the same reason

        source = SentenceTransformer(model, device="cpu")
    dimension = export.export(source, scratch, progress)
    shutil.rmtree(unpacked, ignore_errors=True)
    prefixed = "e5" in model.lower()
    manifest = Manifest(
        model, dimension, "query: " if prefixed else "", "passage: " if prefixed else "", FORMAT
    )
    (scratch / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")


def _swap(scratch: Path, folder: Path) -> None:
    # Readable for the user that serves, which need not be the one that prepares.
    scratch.chmod(0o755)
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    scratch.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
