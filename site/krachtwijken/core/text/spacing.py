"""Texts with a blank line between all their lines. No Django."""

import itertools
from collections.abc import Sequence

from krachtwijken.core.text.lines import Line
from krachtwijken.core.text.segmentation import ends_sentence
from krachtwijken.core.text.wrapping import NARROW, Margin

# From so many lines a text may be one with a blank line between all its lines.
FEWEST_SPACED = 4
# No program wraps at more than this; and one in so many lines may be left short.
WIDEST = 120
MOST_SHORT = 4


def close_up(lines: Sequence[Line]) -> list[Line]:
    """The lines, without the blank ones of a text that was pasted with a blank line between all its lines."""
    written = [index for index, line in enumerate(lines) if not line.is_blank]
    gaps = {after - before for before, after in itertools.pairwise(written)}
    if len(written) < FEWEST_SPACED or 1 in gaps:
        return list(lines)
    margin = Margin([lines[index] for index in written])
    gaps_at = range(len(written) - 1)
    full = [at for at in gaps_at if margin.room(at) < 0 and not ends_sentence(margin.block[at].text)]
    short = sum(margin.room(at) >= margin.ragged for at in gaps_at)
    # Headings, greetings and last lines of paragraphs are short; most lines of wrapped prose are not.
    is_wrapped = NARROW <= margin.width <= WIDEST and len(full) > 1 and short * MOST_SHORT <= len(gaps_at)
    if not (is_wrapped and any(margin.block[at + 1].text[:1].islower() for at in full)):
        return list(lines)
    spaced = {before + 1 for before, after in itertools.pairwise(written) if after - before == 2}
    return [line for index, line in enumerate(lines) if index not in spaced]
