"""Text put together from pieces of another text, which knows where each came from. No Django."""

from bisect import bisect_right


class Flow:
    def __init__(self) -> None:
        self._parts: list[str] = []
        # Per piece: where it begins here, where it began there, and how long it is; between pieces there may be a space.
        self._starts: list[int] = []
        self._sources: list[int] = []
        self._lengths: list[int] = []
        self._length = 0

    @property
    def text(self) -> str:
        if len(self._parts) > 1:
            self._parts = ["".join(self._parts)]
        return self._parts[0] if self._parts else ""

    def add(self, piece: str, source: int, *, glue: str = " ") -> None:
        """A piece that stands at `source` in the other text; `glue` comes before it, unless it is the first."""
        if not piece:
            return
        if self._length:
            self._parts.append(glue)
            self._length += len(glue)
        self._starts.append(self._length)
        self._sources.append(source)
        self._lengths.append(len(piece))
        self._parts.append(piece)
        self._length += len(piece)

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """The places in the other text that `text[start:end]` was made of, in order."""
        places = []
        at = max(0, bisect_right(self._starts, start) - 1)
        while at < len(self._starts) and self._starts[at] < end:
            low = max(start, self._starts[at])
            high = min(end, self._starts[at] + self._lengths[at])
            if low < high:
                shift = self._sources[at] - self._starts[at]
                places.append((low + shift, high + shift))
            at += 1
        return places
