"""Vectors of texts, kept under the hash of the text and the model: a text is embedded once."""

from search.vectors.types import PieceWeights, Shelf, TextVectors, digest_of, shelved

__all__ = ["PieceWeights", "Shelf", "TextVectors", "digest_of", "shelved"]
