"""A small correction on every linear layer of the encoder, learned from the texts of this field (docs/model.md).

LoRA: the output of a layer gets `scale * B(A(x))` added, with A (rank, in) and B (out, rank). Merged into the 4-bit
weights the correction would be rounded away, so it is served beside them in floats.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).parent / "adapters"
SUFFIX = ".npz"


@dataclass(frozen=True)
class Adapter:
    """`layers` by the name of the layer in the encoder; `base` is the model it belongs to, and no other."""

    name: str
    base: str
    scale: float
    layers: dict[str, tuple[NDArray[np.float16], NDArray[np.float16]]]

    @property
    def rank(self) -> int:
        return min((down.shape[0] for down, _ in self.layers.values()), default=0)

    @property
    def fingerprint(self) -> str:
        """12 hexadecimal characters: vectors made with other weights are other vectors."""
        digest = hashlib.sha256(f"{self.base} {self.scale}".encode())
        for layer, parts in sorted(self.layers.items()):
            digest.update(layer.encode())
            for part in parts:
                digest.update(part.tobytes())
        return digest.hexdigest()[:12]

    def write(self, path: Path) -> None:
        arrays = {
            f"{layer}:{side}": part
            for layer, parts in self.layers.items()
            for side, part in zip("AB", parts, strict=True)
        }
        head = json.dumps({"name": self.name, "base": self.base, "scale": self.scale})
        np.savez_compressed(path, head=np.frombuffer(head.encode(), dtype=np.uint8), **arrays)  # type: ignore[arg-type]


def read_adapter(path: Path) -> Adapter:
    with np.load(path) as arrays:
        head = json.loads(arrays["head"].tobytes())
        names = sorted({name.rpartition(":")[0] for name in arrays.files if ":" in name})
        layers = {name: (arrays[f"{name}:A"], arrays[f"{name}:B"]) for name in names}
        return Adapter(head["name"], head["base"], float(head["scale"]), layers)


def packaged_adapter(name: str, model: str) -> Adapter | None:
    """The adapter of this name when it was made for this model; None for another model, and for no name."""
    path = FOLDER / f"{name}{SUFFIX}"
    if not name or not path.exists():
        return None
    adapter = read_adapter(path)
    return adapter if adapter.base == model else None
