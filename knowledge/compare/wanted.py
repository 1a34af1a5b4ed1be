"""What the address of a comparison asks for; junk is remembered as junk, never an error."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from krachtwijken.core.query_params import text_param, whole_number

MOST = 4
FEWEST = 2
READ_AT_MOST = 200


@dataclass(frozen=True)
class Wanted:
    """`cases` and `ticked` are distinct keys in the order of the address; `odd` says that a case was no number."""

    cases: tuple[int, ...] = ()
    odd: bool = False
    ticked: tuple[int, ...] = ()
    only_differences: bool = False
    # The wijk against which conditions are held.
    wijk: str = ""

    @classmethod
    def from_query(cls, query: QueryDict) -> "Wanted":
        asked = query.getlist("p")[:READ_AT_MOST]
        cases = _keys(asked)
        return cls(
            cases=cases,
            odd=any(whole_number(value) is None for value in asked if value),
            ticked=_keys(query.getlist("v")[:READ_AT_MOST]),
            only_differences=query.get("alleen") == "verschil",
            wijk=text_param(query, "wijk"),
        )

    def address(self, cases: tuple[int, ...] | list[int]) -> str:
        """The comparison of other cases, with the rest of the choices kept."""
        query = QueryDict(mutable=True)
        query.setlist("p", [str(pk) for pk in cases])
        query.setlist("v", [str(pk) for pk in self.ticked])
        if self.only_differences:
            query["alleen"] = "verschil"
        if self.wijk:
            query["wijk"] = self.wijk
        return reverse("knowledge:compare", query=query)


def _keys(values: list[str]) -> tuple[int, ...]:
    numbers = (whole_number(value) for value in values)
    return tuple(dict.fromkeys(number for number in numbers if number is not None))
