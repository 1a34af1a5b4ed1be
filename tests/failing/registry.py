"""Which services are tried: each with something to do."""

from collections.abc import Callable

Call = Callable[[], object]
# Makes what the service works on, and gives the call itself.
Scenario = Callable[[], Call]
SCENARIOS: dict[str, Scenario] = {}


def name_of(service: Callable[..., object]) -> str:
    return f"{service.__module__}.{service.__name__}"


def tries(service: Callable[..., object]) -> Callable[[Scenario], Scenario]:
    """Register a scenario of this service; there may be several."""

    def register(scenario: Scenario) -> Scenario:
        SCENARIOS[f"{name_of(service)}:{scenario.__name__}"] = scenario
        return scenario

    return register
