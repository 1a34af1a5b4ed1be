"""What the adapter learns from, batch by batch."""

from search.training.adapter_batches import BATCH, MIX, Pair, all_pairs, batches


def made(kind: str) -> list[Pair]:
    return [Pair(f"{kind} {n}", "antwoord", f"{kind} {n % (2 * BATCH)}") for n in range(3 * BATCH)]


def test_batch_is_of_one_kind_and_never_holds_two_of_one_group() -> None:
    for batch in batches({kind: made(kind) for kind in MIX}, 12, seed=1):
        assert len(batch.pairs) == len({pair.group for pair in batch.pairs}) == BATCH
        assert {pair.asked.split()[0] for pair in batch.pairs} == {batch.kind}


def test_same_seed_gives_the_same_batches_and_another_seed_others() -> None:
    pairs = {kind: made(kind) for kind in MIX}
    one, again, other = (list(batches(pairs, 6, seed)) for seed in (1, 1, 2))
    assert one == again != other


def test_packaged_pairs_fill_every_kind() -> None:
    pairs = all_pairs()
    assert set(pairs) == set(MIX)
    assert min(len({pair.group for pair in each}) for each in pairs.values()) >= BATCH
