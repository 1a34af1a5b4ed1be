"""Models beside each other, and which of them answers while an index changes hands."""

import json
import sys
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from search.backend import backend, reset_backend
from search.errors import IndexGoneError
from search.model import delivery
from search.model.delivery import (
    FORMAT,
    Manifest,
    folder_of_identity,
    folder_of_model,
    forget_others,
    read_manifest,
)
from search.registry import all_documents
from search.types import Document, SearchFilters

PUBLIC = frozenset({"public"})
TEXTS = ["Jongeren hangen op straat.", "Bewoners planten bomen in de buurt."]


def put(folder: Path, model: str, fingerprint: str = "", version: int = FORMAT) -> Manifest:
    folder.mkdir(parents=True, exist_ok=True)
    manifest = Manifest(model, 8, "", "", version, fingerprint)
    (folder / delivery.MANIFEST).write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return manifest


def test_models_lie_beside_each_other(tmp_path: Path) -> None:
    put(tmp_path, "old/layout")
    first, second = put(tmp_path / "a", "een"), put(tmp_path / "b", "twee")
    put(tmp_path / ".model-x", "half")
    put(tmp_path / "c", "oud", version=FORMAT - 1)

    assert folder_of_model(tmp_path, "een") == tmp_path / "a"
    assert folder_of_model(tmp_path, "old/layout") == tmp_path
    assert folder_of_model(tmp_path, "half") is None, "what is being made is not served"
    assert folder_of_model(tmp_path, "oud") is None
    assert folder_of_identity(tmp_path, second.identity) == tmp_path / "b"
    assert folder_of_identity(tmp_path / "nothing", second.identity) is None

    assert sorted(forget_others(tmp_path, {first.identity})) == sorted(["old/layout#2", "twee#2", "oud#1"])
    assert folder_of_model(tmp_path, "een") == tmp_path / "a"
    assert folder_of_model(tmp_path, "twee") is None
    assert folder_of_model(tmp_path, "old/layout") is None


def test_other_weights_under_one_name_are_another_model(tmp_path: Path) -> None:
    source = tmp_path / "mijn-model"
    source.mkdir()
    (source / "model.safetensors").write_bytes(b"eerste gewichten")
    name, before = delivery._signature(str(source))
    made = put(tmp_path / "models" / "a", name, before)
    assert folder_of_model(tmp_path / "models", str(source)) == tmp_path / "models" / "a"
    assert str(tmp_path) not in made.identity

    (source / "model.safetensors").write_bytes(b"tweede gewichten")

    assert folder_of_model(tmp_path / "models", str(source)) is None


def tiny_model(folder: Path, *, width: int, seed: int) -> Path:
    """A sentence-transformers model of a few thousand numbers, as fine-tuning leaves one in a folder."""
    torch = pytest.importorskip("torch")
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    words = sorted({word.strip(".").lower() for text in TEXTS for word in text.split()})
    vocabulary = {word: place for place, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    parts = folder / "parts"
    configuration = BertConfig(
        vocab_size=len(vocabulary), hidden_size=width, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=2 * width, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(configuration, add_pooling_layer=False).save_pretrained(parts)
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(parts)
    model = SentenceTransformer(
        modules=[
            Transformer(str(parts), max_seq_length=64),
            Pooling(width, pooling_mode="mean"),
            Normalize(),
        ],
        prompts={"query": "", "passage": ""},
        device="cpu",
    )
    model.save(str(folder / "model"))
    return folder / "model"


def tuned(base: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What the script in docs/model.md makes of a model."""
    text = (Path(__file__).resolve().parents[3] / "docs" / "model.md").read_text(encoding="utf-8")
    script = textwrap.dedent(text[text.index("    # tune.py") : text.index("It needs what `prepare_model`")])
    folder.mkdir()
    pairs = folder / "pairs.jsonl"
    rows = [{"query": text, "passage": text, "source": "case"} for text in TEXTS]
    pairs.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    monkeypatch.setattr(sys, "argv", ["tune.py", str(pairs), str(base), str(folder / "model")])
    exec(compile(script, "tune.py", "exec"), {"__name__": "__main__"})
    return folder / "model"


@pytest.mark.slow
@pytest.mark.model
@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_fine_tuned_folder_is_exported_served_and_takes_over_when_its_index_is_complete(
    tmp_path: Path, settings: Any, site_tree: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentence_transformers import SentenceTransformer

    first = tuned(tiny_model(tmp_path / "base", width=32, seed=1), tmp_path / "first", monkeypatch)
    second = tiny_model(tmp_path / "second", width=64, seed=2)
    # Both folders are called `model`: only their weights tell them apart.
    settings.KRACHTWIJKEN_VAR, settings.MODEL_DIR = tmp_path / "var", tmp_path / "var" / "model"
    settings.SEARCH_ENGINE, settings.EMBEDDING_MODEL = "embedded", str(first)
    documents = [Document("case", n, text, [("", text)], ["public"]) for n, text in enumerate(TEXTS)]
    try:
        reset_backend()
        assert delivery.prepare(model=str(first), folder=settings.MODEL_DIR)
        served = backend().embedder
        assert served is not None
        original = SentenceTransformer(str(first), device="cpu").encode([f"query: {text}" for text in TEXTS])
        likeness = (served.queries(TEXTS) * np.asarray(original)).sum(axis=1)
        assert likeness.min() > 0.9, "four bits of a tiny model"
        old = backend().index
        old.rebuild(documents)

        # The setting changes: the new model is made, the old pair answers until the new index is there.
        settings.EMBEDDING_MODEL = str(second)
        assert delivery.prepare(model=str(second), folder=settings.MODEL_DIR)
        reset_backend()
        found = backend().search("jongeren", audience=PUBLIC)
        assert found.documents[0].key == "case:0"
        answering = backend().index
        assert answering.embedder is not None
        assert answering.embedder.identity == served.identity
        with pytest.raises(Exception, match="index was made with"):
            backend().check_model()

        backend().index_to_rebuild().rebuild([*documents, *all_documents()])

        found = backend().search("jongeren", audience=PUBLIC)
        assert found.documents[0].key == "case:0"
        fresh = backend().index.embedder
        assert fresh is not None
        assert fresh.queries(["straat"]).shape == (1, 64)
        backend().check_model()
        with pytest.raises(IndexGoneError):
            old.search("jongeren", audience=PUBLIC, filters=SearchFilters())

        assert backend().tidy_models() == [served.identity]
        assert folder_of_model(settings.MODEL_DIR, str(second)) is not None
        assert read_manifest(settings.MODEL_DIR) is None
    finally:
        reset_backend()


@pytest.mark.django_db
def test_index_whose_model_is_gone_answers_by_words(tmp_path: Path, settings: Any) -> None:
    from search.stores.search_index import SearchIndex
    from search.stores.tantivy import TantivyStore
    from search.stores.vectors.file import FileVectorStore
    from tests.fakes import WordEmbedder

    settings.KRACHTWIJKEN_VAR, settings.MODEL_DIR = tmp_path, tmp_path / "no"
    settings.SEARCH_ENGINE = "embedded"
    documents = [Document("case", n, text, [("", text)], ["public"]) for n, text in enumerate(TEXTS)]
    SearchIndex(TantivyStore(tmp_path / "index", "words"), WordEmbedder(), FileVectorStore()).rebuild(
        documents
    )
    reset_backend()
    try:
        found = backend().search("jongeren", audience=PUBLIC)
        assert [item.key for item in found.documents] == ["case:0"]
        assert backend().index.embedder is None
        new = Document("case", 5, "Zwembad", [("", "Een zwembad.")], ["public"])
        backend().upsert(new)
        found = backend().search("zwembad", audience=PUBLIC)
        assert [item.key for item in found.documents] == ["case:5"]
    finally:
        reset_backend()
