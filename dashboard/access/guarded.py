"""Dash, with every callback behind the gate: the case that it works on is that of the page's address.

    app.callback(outputs, inputs, states)(function)  ->  needs.toml by "first output < first input"
    called by a browser  ->  the value that the function is given for `url.pathname`  ->  its case  ->  Gate.allowed

The check is made on the very value that the function gets, since what a browser calls its inputs is not to be believed.
A callback that needs a right in a case and takes no `url.pathname`, or whose arguments cannot be told, is a mistake of
ours and stops the program at its start.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from html import escape
from typing import Any, Final

from dash import Dash, Input, Output, State

from dashboard import ids
from dashboard.access.gate import Gate
from dashboard.access.permit import OF_A_CASE
from dashboard.routes import route_of
from model.errors import NotAllowedError

ADDRESS: Final = f"{ids.URL}.pathname"
UNKNOWN_KEYWORDS: Final = frozenset({"output", "inputs", "state", "background", "api_endpoint"})


class GuardedDash(Dash):
    """A Dash whose callbacks ask the gate. Without a gate (one person, this computer) it is plain Dash."""

    gate: Gate | None = None

    def callback(self, *args: Any, **kwargs: Any) -> Callable[..., Any]:
        register = super().callback(*args, **kwargs)
        gate = self.gate
        if gate is None:
            return register
        if UNKNOWN_KEYWORDS & kwargs.keys():
            raise TypeError("callbacks take their outputs, inputs and states in order, and run at once")
        name, at = callback_name(args), address_at(args)
        need = gate.callback_need(name)
        if need in OF_A_CASE and at is None:
            raise TypeError(f"{name} needs a right in a case and does not take the page's address")

        def guard(function: Callable[..., Any]) -> Any:
            @wraps(function)
            def guarded(*values: Any) -> Any:
                case = route_of(str(values[at] or "")).case if at is not None else None
                if not gate.allowed(need, case):
                    raise NotAllowedError("Your account may not do this.", remedy="Ask the owner of the case.")
                if case is not None:
                    gate.seen_in(case)
                return function(*values)

            return register(guarded)

        return guard

    def interpolate_index(self, *args: Any, **kwargs: Any) -> str:
        """The page's frame, with the token of the session that its scripts send with every change."""
        page = str(super().interpolate_index(*args, **kwargs))  # type: ignore[no-untyped-call]
        session = self.gate.access().session if self.gate is not None else None
        if session is None:
            return page
        return page.replace("<head>", f'<head>\n<meta name="casethread-token" content="{escape(session.csrf)}">', 1)


def callback_name(args: tuple[Any, ...]) -> str:
    """What `needs.toml` calls a callback: "first output < first input"."""
    parts = flat(args)
    output = next(p for p in parts if isinstance(p, Output))
    trigger = next(p for p in parts if isinstance(p, Input))
    return f"{_part(output)} < {_part(trigger)}"


def address_at(args: tuple[Any, ...]) -> int | None:
    """Which argument of the function is the page's address; None where it gets none."""
    given = [_part(p) for p in flat(args) if isinstance(p, Input | State)]
    return given.index(ADDRESS) if ADDRESS in given else None


def flat(args: tuple[Any, ...]) -> list[Any]:
    """The outputs, inputs and states, in the order in which Dash gives their values to the function."""
    out: list[Any] = []
    for arg in args:
        out += arg if isinstance(arg, list | tuple) else [arg]
    return out


def _part(dependency: Any) -> str:
    known = dependency.component_id
    return f"{known['type'] if isinstance(known, dict) else known}.{dependency.component_property}"
