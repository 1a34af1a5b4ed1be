"""The evidence ladder as readers see it: five steps, so that a map of 57 problems can be read at a glance."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from knowledge.enums import EvidenceLevel as Level


@dataclass(frozen=True)
class Step:
    """`levels` of the scale that stand together; `code` is part of a class name."""

    code: str
    title: str
    hint: str
    levels: tuple[Level, ...]

    @property
    def query(self) -> str:
        """Its part of the address of the list of cases."""
        return "&".join(f"bewijs={level.value}" for level in self.levels)


# In reading order: the weakest first, and last what is known not to work.
STEPS = (
    Step("experience", "Alleen ervaring", "of nog niet beoordeeld", (Level.ONBEKEND, Level.IMPLICIET)),
    Step("described", "Beschreven", "goed beschreven", (Level.BESCHREVEN,)),
    Step("founded", "Onderbouwd", "goed onderbouwd", (Level.ONDERBOUWD,)),
    Step("works", "Aanwijzingen", "aanwijzingen dat het werkt", (Level.EERSTE, Level.GOEDE, Level.STERKE)),
    Step("no-effect", "Geen effect", "onderzocht, geen effect", (Level.GEEN_EFFECT,)),
)
STEP_OF_LEVEL = {level.value: step for step in STEPS for level in step.levels}
# From this step on there is more than a story: below it a problem that is asked for is a gap.
SOLID = frozenset({"founded", "works"})

# Best first. What was studied without effect comes last: it is no way to go, and has a part of its own.
BEST_FIRST = (
    Level.STERKE, Level.GOEDE, Level.EERSTE, Level.ONDERBOUWD, Level.BESCHREVEN, Level.IMPLICIET, Level.ONBEKEND,
    Level.GEEN_EFFECT,
)  # fmt: skip
EVIDENCE_ORDER = Case(
    *(When(evidence_level=level.value, then=Value(place)) for place, level in enumerate(BEST_FIRST)),
    default=Value(len(BEST_FIRST)),
    output_field=IntegerField(),
)
