"""Train the adapter of the language model: LoRA on every linear layer of the encoder. Imports torch.

The loss is InfoNCE over the batch in both directions, the same on late-interaction scores, and a penalty for leaving the
original vectors: docs/model.md.
"""

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from search.errors import ModelUnavailableError
from search.model.adapter import Adapter
from search.model.delivery import PACKAGED
from search.model.export import LAYER_PARTS, unpack_model
from search.model.weights import weights_path
from search.training.adapter_batches import Pair, TrainingBatch, all_pairs, batches

RANK, SCALE = 8, 2.0
STEPS, SEED = 200, 1
RATE, WARM_UP = 3e-4, 20
TEMPERATURE = 0.02
LATE_SHARE, STAY_SHARE = 0.5, 20.0
# Longer texts are cut: it costs half the time and, on the open sets, nothing.
MOST_TOKENS = 128
QUERY, PASSAGE = "query: ", "passage: "
Progress = Callable[[str], None]


class LowRank(torch.nn.Module):
    """A frozen linear layer and the correction that is learned; `share` 0 leaves the layer as it was."""

    def __init__(self, layer: torch.nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.down = torch.nn.Parameter(torch.empty(RANK, layer.in_features))
        self.up = torch.nn.Parameter(torch.zeros(layer.out_features, RANK))
        torch.nn.init.kaiming_uniform_(self.down, a=5**0.5)
        self.share = SCALE

    def forward(self, states: torch.Tensor) -> torch.Tensor:
        whole: torch.Tensor = self.layer(states)
        if self.share:
            whole = whole + self.share * functional.linear(functional.linear(states, self.down), self.up)
        return whole


@dataclass(frozen=True)
class EncodedTexts:
    """`pooled` (n, dimension), `tokens` (n, length, dimension), all of length 1; `mask` (n, length)."""

    pooled: torch.Tensor
    tokens: torch.Tensor
    mask: torch.Tensor


class Trainee:
    def __init__(self, folder: Path) -> None:
        weights = weights_path()
        if weights is None:
            raise ModelUnavailableError("the packaged weights are not installed")
        model = unpack_model(weights, folder)
        self.tokenizer = model.tokenizer
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.encoder: Any = model[0].auto_model.to(self.device)
        self.encoder.requires_grad_(False)
        self.layers = self._attach()

    def _attach(self) -> dict[str, LowRank]:
        linear = {name.rpartition(".")[2] for name in LAYER_PARTS if "LayerNorm" not in name}
        wanted = [
            name
            for name, module in self.encoder.named_modules()
            if isinstance(module, torch.nn.Linear) and name.rpartition(".")[2] in linear and "layer." in name
        ]
        layers = {}
        for name in wanted:
            parent, _, leaf = name.rpartition(".")
            layers[name] = LowRank(self.encoder.get_submodule(name)).to(self.device)
            setattr(self.encoder.get_submodule(parent), leaf, layers[name])
        return layers

    @property
    def parameters(self) -> list[torch.nn.Parameter]:
        return [part for layer in self.layers.values() for part in (layer.down, layer.up)]

    def encode(self, texts: Sequence[str]) -> EncodedTexts:
        read = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=MOST_TOKENS, return_tensors="pt"
        ).to(self.device)
        mask = read["attention_mask"]
        states = self.encoder(input_ids=read["input_ids"], attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).float()
        pooled = functional.normalize((states * weight).sum(1) / weight.sum(1), dim=-1)
        return EncodedTexts(pooled, functional.normalize(states, dim=-1), mask)

    def original(self, texts: Sequence[str]) -> torch.Tensor:
        """Pooled vectors without the correction."""
        for layer in self.layers.values():
            layer.share = 0.0
        with torch.no_grad():
            pooled = self.encode(texts).pooled
        for layer in self.layers.values():
            layer.share = SCALE
        return pooled

    def adapter(self, name: str) -> Adapter:
        layers = {
            layer: tuple(part.detach().cpu().numpy().astype(np.float16) for part in (each.down, each.up))
            for layer, each in self.layers.items()
        }
        return Adapter(name, PACKAGED, SCALE, layers)


def train_adapter(
    name: str, *, steps: int = STEPS, seed: int = SEED, progress: Progress = lambda line: None
) -> Adapter:
    """Some half hour on two cores; a GPU is used when there is one. The same for the same seed on one machine."""
    torch.manual_seed(seed)
    with tempfile.TemporaryDirectory() as folder:
        trainee = Trainee(Path(folder))
    optimiser = torch.optim.AdamW(trainee.parameters, lr=RATE, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps))
    trainee.encoder.train(False)
    for step, batch in enumerate(batches(all_pairs(), steps, seed), start=1):
        loss = _loss(trainee, batch)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trainee.parameters, 1.0)
        optimiser.step()
        schedule.step()
        if step % 10 == 0 or step == 1:
            progress(f"stap {step} van {steps}, {batch.kind}: verlies {loss.item():.3f}")
    return trainee.adapter(name)


def _rate(step: int, steps: int) -> float:
    """Up in a straight line, down along a cosine."""
    if step < WARM_UP:
        return (step + 1) / WARM_UP
    return 0.5 * (1 + float(np.cos(np.pi * (step - WARM_UP) / max(steps - WARM_UP, 1))))


def _loss(trainee: Trainee, batch: TrainingBatch) -> torch.Tensor:
    pairs = batch.pairs
    asked_texts = [QUERY + pair.asked for pair in pairs]
    given_texts = [PASSAGE + text for text in _given(pairs)]
    asked, given = trainee.encode(asked_texts), trainee.encode(given_texts)
    loss = _both_ways(asked.pooled @ given.pooled.T) + LATE_SHARE * _both_ways(_late(asked, given))
    away = 1 - torch.cat(
        [
            functional.cosine_similarity(asked.pooled, trainee.original(asked_texts)),
            functional.cosine_similarity(given.pooled, trainee.original(given_texts)),
        ]
    )
    return loss + STAY_SHARE * away.mean()


def _given(pairs: Sequence[Pair]) -> list[str]:
    """The answers in order, and behind them the near misses."""
    return [pair.answer for pair in pairs] + [pair.near_miss for pair in pairs if pair.near_miss]


def _both_ways(scores: torch.Tensor) -> torch.Tensor:
    """Every question its answer among all; every answer its question."""
    count = len(scores)
    wanted = torch.arange(count, device=scores.device)
    logits = scores / TEMPERATURE
    forth = functional.cross_entropy(logits, wanted)
    return (forth + functional.cross_entropy(logits[:, :count].T, wanted)) / 2


def _late(asked: EncodedTexts, given: EncodedTexts) -> torch.Tensor:
    """(asked, given): the mean over the pieces of the one of their best match in the other."""
    likeness = torch.einsum("qid,pjd->qpij", asked.tokens, given.tokens)
    likeness = likeness.masked_fill(given.mask[None, :, None, :] == 0, -1.0).amax(dim=3)
    weight = asked.mask[:, None, :].float()
    return (likeness * weight).sum(2) / weight.sum(2)
