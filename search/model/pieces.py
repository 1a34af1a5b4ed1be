"""A tokenizer for serving that takes a quarter of the memory: the same unigram model in SentencePiece's own form.

The `tokenizers` library keeps 250,000 pieces in some 280 MB, SentencePiece in some 60. Normalisation stays with
`tokenizers`, so that the ids are the same; tests/search/model compares them on real text.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

SLOW, FAST = "tokenizer.json", "tokenizer.model"
SPACE = "\u2581"


class Pieces(Protocol):
    """Text to ids of pieces, the marks for start and end included, at most `most` of them."""

    def encode(self, texts: Sequence[str], most: int) -> list[list[int]]: ...

    def spell(self, numbers: Sequence[int]) -> list[str]: ...

    def scarcity(self, numbers: Sequence[int]) -> list[float]: ...


def load_pieces(folder: Path) -> Pieces:
    return FromSentencePiece(folder) if (folder / FAST).exists() else FromTokenizers(folder)


class FromTokenizers:
    """For any model: whatever its tokenizer is."""

    def __init__(self, folder: Path) -> None:
        from tokenizers import Tokenizer  # inline: not needed when SentencePiece serves

        self.tokenizer = Tokenizer.from_file(str(folder / SLOW))

    def encode(self, texts: Sequence[str], most: int) -> list[list[int]]:
        self.tokenizer.enable_truncation(most)
        return [encoding.ids for encoding in self.tokenizer.encode_batch(list(texts))]

    def spell(self, numbers: Sequence[int]) -> list[str]:
        return [str(self.tokenizer.id_to_token(number)) for number in numbers]

    def scarcity(self, numbers: Sequence[int]) -> list[float]:
        """Tokenizers number their pieces from common to scarce, more or less."""
        return [float(number) for number in numbers]


class FromSentencePiece:
    """For unigram models with SentencePiece's marks. What somebody typed is never read as a mark."""

    def __init__(self, folder: Path) -> None:
        from sentencepiece import SentencePieceProcessor  # inline, for the same reason
        from tokenizers import Regex, normalizers

        self.processor: Any = SentencePieceProcessor(model_file=str(folder / FAST))
        self.normalizer = normalizers.Sequence(
            [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
        )

    def encode(self, texts: Sequence[str], most: int) -> list[list[int]]:
        start, end = self.processor.bos_id(), self.processor.eos_id()
        plain = [self.normalizer.normalize_str(text).lstrip(" ") for text in texts]
        return [[start, *ids[: most - 2], end] for ids in self.processor.encode(plain)]

    def spell(self, numbers: Sequence[int]) -> list[str]:
        return list(self.processor.id_to_piece([int(number) for number in numbers]))

    def scarcity(self, numbers: Sequence[int]) -> list[float]:
        """Minus the logarithm of the chance of each piece."""
        return [-float(self.processor.get_score(int(number))) for number in numbers]


def write_sentencepiece(folder: Path) -> bool:
    """Write `tokenizer.model` from `tokenizer.json` where that is a unigram model with known marks."""
    from sentencepiece import sentencepiece_model_pb2  # inline: needs protobuf, at install time only

    proto: Any = sentencepiece_model_pb2
    kept = json.loads((folder / SLOW).read_text(encoding="utf-8"))
    marks = {token["content"]: token["id"] for token in kept["added_tokens"]}
    if kept["model"].get("type") != "Unigram" or not {"<s>", "</s>", "<pad>"} <= set(marks):
        return False
    model = proto.ModelProto()
    kinds = model.SentencePiece
    for number, (piece, score) in enumerate(kept["model"]["vocab"]):
        entry = model.pieces.add()
        entry.piece, entry.score = piece, score
        if number == kept["model"]["unk_id"]:
            entry.type = kinds.UNKNOWN
        else:
            entry.type = kinds.CONTROL if piece in marks else kinds.NORMAL
    trainer, normalizer = model.trainer_spec, model.normalizer_spec
    trainer.model_type, trainer.vocab_size = proto.TrainerSpec.UNIGRAM, len(model.pieces)
    trainer.unk_id, trainer.pad_id = kept["model"]["unk_id"], marks["<pad>"]
    trainer.bos_id, trainer.eos_id = marks["<s>"], marks["</s>"]
    normalizer.name, normalizer.add_dummy_prefix = "identity", True
    normalizer.remove_extra_whitespaces, normalizer.escape_whitespaces = False, True
    (folder / FAST).write_bytes(model.SerializeToString())
    return True
