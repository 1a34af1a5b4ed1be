"""Get the language model ready, once. What was made says with what, so that a second call has nothing to do.

Every model has a folder of its own, so that the one of before still answers while an index of the new one is made.
"""

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from search.model.adapter import packaged_adapter
from search.model.weights import weights_path

PACKAGED = "intfloat/multilingual-e5-small"
FORMAT = 2
MANIFEST = "manifest.json"
WEIGHTS = ("*.safetensors", "*.bin")
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Manifest:
    """`model` as named in EMBEDDING_MODEL, of a folder on this machine its last name; `dimension` of the vectors;
    texts get `query:` and `passage:` in front when the model was trained so; `fingerprint` of the weights of a model
    that was made here, because the same name may hold other weights tomorrow; `adapter` that of the adapter, if any."""

    model: str
    dimension: int
    query_prefix: str
    passage_prefix: str
    format: int = FORMAT
    fingerprint: str = ""
    adapter: str = ""

    @property
    def identity(self) -> str:
        """What vectors made with this model are kept under."""
        weights = f"@{self.fingerprint}" if self.fingerprint else ""
        adapter = f"+{self.adapter}" if self.adapter else ""
        return f"{self.model}{weights}{adapter}#{self.format}"


def read_manifest(folder: Path) -> Manifest | None:
    try:
        return Manifest(**json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def folder_of_model(models: Path, model: str, adapter: str = "") -> Path | None:
    """Where this model with the adapter of this name is ready to be served below `models`; None when it is not."""
    name, fingerprint = _signature(model)
    chosen = packaged_adapter(adapter, name)
    wanted = (name, fingerprint, FORMAT, chosen.fingerprint if chosen else "")
    for folder, manifest in _prepared(models):
        if (manifest.model, manifest.fingerprint, manifest.format, manifest.adapter) == wanted:
            return folder
    return None


def folder_of_identity(models: Path, identity: str) -> Path | None:
    return next((folder for folder, model in _prepared(models) if model.identity == identity), None)


def forget_others(models: Path, identities: set[str]) -> list[str]:
    """Remove every prepared model but these. Returns the identities of what was removed."""
    gone = [(folder, model) for folder, model in _prepared(models) if model.identity not in identities]
    for folder, _ in gone:
        _remove(folder, models)
    return [model.identity for _, model in gone]


def _remove(folder: Path, models: Path) -> None:
    if folder != models:
        shutil.rmtree(folder, ignore_errors=True)
        return
    # An earlier version kept its one model in the folder itself.
    for file in folder.iterdir():
        if file.is_file():
            file.unlink()


def _prepared(models: Path) -> Iterator[tuple[Path, Manifest]]:
    below = sorted(models.iterdir()) if models.is_dir() else []
    for folder in (models, *below):
        # Dot folders are being made at this moment.
        manifest = read_manifest(folder) if not folder.name.startswith(".") else None
        if manifest is not None:
            yield folder, manifest


def _signature(model: str) -> tuple[str, str]:
    """What a manifest says of this model: its name, and the fingerprint of weights on this machine."""
    place = Path(model)
    if not place.is_dir():
        return model, ""
    digest = hashlib.sha256()
    for file in sorted(file for pattern in WEIGHTS for file in place.rglob(pattern)):
        with file.open("rb") as opened:
            digest.update(hashlib.file_digest(opened, "sha256").digest())
    return place.resolve().name, digest.hexdigest()[:12]


def prepare(
    *,
    model: str,
    folder: Path,
    adapter: str = "",
    progress: Progress = lambda line: None,
    anew: bool = False,
) -> bool:
    """Repeatable. Makes the served model below `folder` unless it is there; False when there are no weights.

    `anew` replaces one that is damaged. The new one is written beside it and takes its place in one step.
    """
    ready = folder_of_model(folder, model, adapter)
    if ready is not None and not anew:
        progress("taalmodel staat klaar")
        return True
    weights = weights_path() if model == PACKAGED else None
    if model == PACKAGED and weights is None:
        progress("het pakket met het taalmodel ontbreekt: zoeken gaat alleen op woorden")
        return False
    folder.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".model-", dir=folder))
    try:
        made = _make(model, weights, adapter, scratch, progress)
        place = folder / re.sub(r"[^a-z0-9]+", "-", made.identity.lower()).strip("-")
        _swap(scratch, place if ready is None or ready == folder else ready)
        if ready == folder:
            _remove(folder, folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return True


def _make(model: str, weights: Path | None, adapter: str, scratch: Path, progress: Progress) -> Manifest:
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
    name, fingerprint = _signature(model)
    chosen = packaged_adapter(adapter, name)
    dimension = export.export(source, scratch, progress, chosen)
    shutil.rmtree(unpacked, ignore_errors=True)
    query, passage = export.prompts(source, name)
    corrected = chosen.fingerprint if chosen else ""
    manifest = Manifest(name, dimension, query, passage, FORMAT, fingerprint, corrected)
    (scratch / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    return manifest


def _swap(scratch: Path, folder: Path) -> None:
    # Readable for the user that serves, which need not be the one that prepares.
    scratch.chmod(0o755)
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    scratch.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
