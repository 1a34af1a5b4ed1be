"""Which knowledge centres fit the problems that a text seems to state. No Django.

Per problem the chance that the text states it, times how well the centre helps with it; what several problems bring is
put together as chances are, so that each may bring a centre of its own and none makes a score above 1.
"""

from collections.abc import Mapping

# What one problem that is surely stated gives per step of weight: a first address (3) gets .9.
SHARE = 0.3
MOST = 3
# Under this no centre is named: a chance of one in nine on what it is the first address for, one in three on what it can
# add something to. With calibrated chances texts outside the field stay well below it (docs/matching.md).
FLOOR = 0.1
# The same when no problem was named: a text that denies everything brings .12, those that state something unnamed .14 and
# more (32 texts of tests/golden/reading in which none is named).
FLOOR_UNNAMED = 0.13
# A centre beside a surer one must reach this part of it: what is named far below the first was mostly refused (docs/matching.md).
BESIDE = 0.5


def route(
    chances: Mapping[str, float], offers: Mapping[int, Mapping[str, int]], *, floor: float = FLOOR
) -> list[tuple[int, float, str]]:
    """Each centre that fits, its score (`floor` to 1, at least half of the best) and the problem that brought it most; best
    first, maybe none.

    `chances` per code of a problem, `offers` per key of a centre: code and weight, 1 to 3.
    """
    routed = [
        (centre, 1 - _none_of(parts), _strongest(parts))
        for centre, weights in offers.items()
        if (parts := _parts(chances, weights))
    ]
    least = max(floor, BESIDE * max((score for _, score, _ in routed), default=0.0))
    clear = [fit for fit in routed if fit[1] >= least]
    return sorted(clear, key=lambda fit: (-fit[1], fit[0]))


def _parts(chances: Mapping[str, float], weights: Mapping[str, int]) -> dict[str, float]:
    """What each problem brings, 0 to 0.9."""
    return {
        code: SHARE * min(weight, MOST) * min(max(chances[code], 0.0), 1.0)
        for code, weight in weights.items()
        if code in chances
    }


def _none_of(parts: Mapping[str, float]) -> float:
    product = 1.0
    for part in parts.values():
        product *= 1 - part
    return product


def _strongest(parts: Mapping[str, float]) -> str:
    """Of equals the first by code."""
    return min(parts, key=lambda code: (-parts[code], code))
