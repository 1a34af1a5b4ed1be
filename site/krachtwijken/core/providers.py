"""What a lower app needs from a higher one: the lower declares a provider, the higher registers what gives it.

    # in the lower app
    open_demand: Provider[Callable[[], Counter[str]]] = Provider(Counter)
    # in `ready()` of the higher app
    open_demand.register(count_open_requests)

So no import runs up, and without the higher app the default holds.
"""

from typing import Generic, TypeVar

Value = TypeVar("Value")


class Provider(Generic[Value]):
    def __init__(self, default: Value) -> None:
        self.default = default
        self.registered: Value | None = None

    def register(self, value: Value) -> None:
        """Repeatable with the same value; two apps that give the same thing are a mistake."""
        if self.registered is not None and self.registered is not value:
            raise ValueError("somebody else provides this already")
        self.registered = value

    def current(self) -> Value:
        return self.default if self.registered is None else self.registered
