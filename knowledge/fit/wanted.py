"""What the address of the page asks for: a wijk and ticks. Junk is dropped, never an error."""

from dataclasses import dataclass

from django.http import QueryDict

from krachtwijken.core.query_params import text_param, whole_number

READ_AT_MOST = 200


@dataclass(frozen=True)
class WantedFit:
    wijk: str = ""
    ticked: frozenset[int] = frozenset()

    @classmethod
    def from_query(cls, query: QueryDict) -> "WantedFit":
        numbers = (whole_number(value) for value in query.getlist("v")[:READ_AT_MOST])
        return cls(
            wijk=text_param(query, "wijk"),
            ticked=frozenset(number for number in numbers if number is not None),
        )

    def __bool__(self) -> bool:
        return bool(self.wijk or self.ticked)
