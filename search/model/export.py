"""From packed weights to what is served. Imports torch: runs at install time only, never in the web process."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from search.model.adapter import Adapter
from search.model.pieces import SLOW, write_sentencepiece
from search.model.tokenizer import MAX_TOKENS, build_tokenizer
from search.model.weights import PackedModel, read_weights

OPSET = 17
BLOCK = 32
# torch's name of a part of a layer -> the packed one.
LAYER_PARTS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "attention.output.LayerNorm": "aln",
    "intermediate.dense": "fi",
    "output.dense": "fo",
    "output.LayerNorm": "oln",
}
Progress = Callable[[str], None]


def unpack_model(weights: Path, folder: Path) -> SentenceTransformer:
    """Write the packed model as a sentence-transformers model into `folder`, and load it from there."""
    packed = read_weights(weights)
    bert = BertModel(_configuration(packed), add_pooling_layer=False)
    bert.load_state_dict(_state(packed), strict=True)
    parts = folder / "transformer"
    bert.save_pretrained(parts)
    PreTrainedTokenizerFast(
        tokenizer_object=build_tokenizer(packed),
        bos_token="<s>",
        eos_token="</s>",
        cls_token="<s>",
        sep_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        mask_token="<mask>",
        model_max_length=MAX_TOKENS,
    ).save_pretrained(parts)
    transformer = Transformer(str(parts), max_seq_length=MAX_TOKENS)
    return SentenceTransformer(
        modules=[transformer, Pooling(packed.hidden, pooling_mode="mean"), Normalize()], device="cpu"
    )


def _configuration(packed: PackedModel) -> BertConfig:
    return BertConfig(
        vocab_size=packed.vocabulary,
        hidden_size=packed.hidden,
        num_hidden_layers=packed.layers,
        num_attention_heads=packed.heads,
        intermediate_size=packed.feed_forward,
        max_position_embeddings=packed.positions,
        type_vocab_size=packed.types,
        layer_norm_eps=packed.epsilon,
        pad_token_id=1,
        hidden_act="gelu",
    )


def _state(packed: PackedModel) -> dict[str, torch.Tensor]:
    tensors = {name: torch.from_numpy(values) for name, values in packed.tensors.items()}
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, packed.hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(-1, packed.hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(packed.layers):
        for name, short in LAYER_PARTS.items():
            state[f"encoder.layer.{layer}.{name}.weight"] = tensors[f"l{layer}.{short}.w"]
            state[f"encoder.layer.{layer}.{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    return state


def prompts(model: SentenceTransformer, name: str) -> tuple[str, str]:
    """What goes in front of a question and of a passage: as the model itself says, else what e5 was trained with."""
    told = {key: value for key, value in dict(getattr(model, "prompts", None) or {}).items() if value}
    passage = told.get("passage") or told.get("document") or ""
    if told.get("query") or passage:
        return told.get("query", ""), passage
    return ("query: ", "passage: ") if "e5" in name.lower() else ("", "")


class Adapted(torch.nn.Module):
    """A linear layer with its correction beside it."""

    def __init__(self, layer: torch.nn.Module, down: torch.Tensor, up: torch.Tensor, scale: float) -> None:
        super().__init__()
        self.layer = layer
        self.down = torch.nn.Parameter(down, requires_grad=False)
        self.up = torch.nn.Parameter(up * scale, requires_grad=False)

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        linear = torch.nn.functional.linear
        corrected: torch.Tensor = self.layer(states) + linear(linear(states, self.down), self.up)
        return corrected


def attach(encoder: torch.nn.Module, adapter: Adapter) -> None:
    """Put the adapter on the layers of the encoder that it names."""
    for name, (down, up) in adapter.layers.items():
        parent_name, _, leaf = name.rpartition(".")
        parent = encoder.get_submodule(parent_name)
        sides = [torch.from_numpy(part.astype(np.float32)) for part in (down, up)]
        setattr(parent, leaf, Adapted(parent.get_submodule(leaf), sides[0], sides[1], adapter.scale))


class Served(torch.nn.Module):
    """Token vectors of the last layer, and their normalised mean, or that of the first token."""

    def __init__(self, encoder: Any, *, first: bool = False) -> None:
        super().__init__()
        self.encoder = encoder
        self.first = first

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        tokens = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        mask = attention_mask.unsqueeze(-1).to(tokens.dtype)
        mean = tokens[:, 0] if self.first else (tokens * mask).sum(dim=1) / mask.sum(dim=1).clamp(min=1e-9)
        # Written out: the compressor raises the opset, and ReduceL2 reads its axes differently from 18 on.
        return tokens, mean / (mean * mean).sum(dim=-1, keepdim=True).sqrt().clamp(min=1e-12)


def export(
    model: SentenceTransformer, folder: Path, progress: Progress, adapter: Adapter | None = None
) -> int:
    """Write `model.onnx` (4-bit blocks, the adapter in floats) and `tokenizer.json` into `folder`. Returns the number of
    dimensions."""
    transformer: Any = model[0]
    encoder = transformer.auto_model.eval()
    encoder.config._attn_implementation = "eager"
    if adapter is not None:
        attach(encoder, adapter)
    plain = folder / "plain.onnx"
    progress("model omzetten naar ONNX")
    _export_plain(Served(encoder, first=_takes_first(model)).eval(), plain)
    progress("model verkleinen tot 4 bits")
    logging.getLogger("onnxruntime.quantization.matmul_nbits_quantizer").setLevel(logging.ERROR)
    graph = onnx.load(str(plain))
    quantizer = MatMulNBitsQuantizer(
        graph,
        bits=4,
        block_size=BLOCK,
        is_symmetric=True,
        accuracy_level=4,
        op_types_to_quantize=("MatMul", "Gather"),
        quant_axes=(("MatMul", 0), ("Gather", 1)),
        nodes_to_exclude=_narrow_products(graph, adapter.rank) if adapter is not None else [],
    )
    quantizer.process()
    quantizer.model.save_model_to_file(str(folder / "model.onnx"), use_external_data_format=False)
    for file in folder.glob("plain*"):
        file.unlink()
    tokenizer: Tokenizer = transformer.tokenizer.backend_tokenizer
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.save(str(folder / SLOW))
    write_sentencepiece(folder)
    return int(model.get_embedding_dimension() or 0)


def _narrow_products(graph: Any, rank: int) -> list[str]:
    """Names of the products of an adapter: those by a matrix of which one side is as long as its rank."""
    narrow = {
        tensor.name for tensor in graph.graph.initializer if rank in tensor.dims and len(tensor.dims) == 2
    }
    return [node.name for node in graph.graph.node if node.op_type == "MatMul" and narrow & set(node.input)]


def _takes_first(model: SentenceTransformer) -> bool:
    """Whether the first token stands for the text. Other ways than that and the mean are not served."""
    modes = [_mode(part) for part in model if isinstance(part, Pooling)]
    unknown = [
        type(part).__name__ for part in model if not isinstance(part, Transformer | Pooling | Normalize)
    ]
    if unknown or modes not in (["mean"], ["cls"]):
        raise ValueError(f"cannot serve this model: pooling {modes}, other parts {unknown}")
    return modes == ["cls"]


def _mode(pooling: Any) -> str:
    """One name, or several together as a list or tuple."""
    mode = pooling.pooling_mode
    return mode if isinstance(mode, str) else "+".join(mode)


def _export_plain(served: Served, path: Path) -> None:
    example = torch.from_numpy(np.array([[0, 5, 6, 2], [0, 7, 2, 1]], dtype=np.int64))
    mask = torch.from_numpy(np.array([[1, 1, 1, 1], [1, 1, 1, 0]], dtype=np.int64))
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        served,
        (example, mask),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["tokens", "pooled"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "tokens": axes, "pooled": {0: "batch"}},
        opset_version=OPSET,
        dynamo=False,
    )
