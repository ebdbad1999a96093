"""The fields of the forms that a reviewer fills in, told as plain data; `assets/forms.js` builds them.

    select, short_text, date_fields, submit ...  ->  dicts  ->  form  ->  one component with the data in it
    lists  ->  the long lists of choices, once a page, named "@roles" in the data of a field

A form of thirty fields as Dash components costs seconds in the browser, since each of them listens to
every change on the page (measured: 7 s for one form); as data it is one component, built when it is
opened. What a field holds is set as text, never as markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from dash import html
from dash.development.base_component import Component

from dashboard.components.basic import Children, attrs
from dashboard.date_fields import PRECISIONS, fields_of
from dashboard.versions import stamp
from model.names import AGENCIES, ASSERTIONS, KINDS, ROLES
from model.when import When

Field = dict[str, Any]
Options = Mapping[str, str] | str
"""The values with their words, or the name of one of `lists`."""

KIND_LIST: Final = "@kinds"
ASSERTION_LIST: Final = "@assertions"
ROLE_LIST: Final = "@roles"
AGENCY_LIST: Final = "@agencies"
PRECISION_LIST: Final = "@precisions"


def lists(present: Mapping[str, str]) -> str:
    """The long lists as JSON; the agencies of the case, `present`, stand before all others."""
    agencies = {**present, **{a: label for a, label in AGENCIES.items() if a not in present}}
    known = {
        KIND_LIST: KINDS,
        ASSERTION_LIST: ASSERTIONS,
        ROLE_LIST: ROLES,
        AGENCY_LIST: agencies,
        PRECISION_LIST: PRECISIONS,
    }
    return _json({name: list(options.items()) for name, options in known.items()})


def form(
    act: str, on: str, fields: Sequence[Field], *, name: str = "", class_name: str = "", key: str = ""
) -> Component:
    """A form that does `act` on the thing of that id. `key` changes when it must be made anew."""
    data = {"act": act, "on": on, "class": class_name, "fields": list(fields)}
    if seen := stamp(on):  # which decisions its sender has seen: see `versions`
        data["seen"] = seen
    named: Any = {"role": "group"} | attrs(aria_label=name) if name else {}  # a named form would be a landmark each
    style = f"form-slot {class_name}".strip()
    return html.Div(className=style, key=f"{act} {on} {key}", **attrs(data_form=_json(data)), **named)


def form_around(
    act: str, children: Sequence[Component], fields: Sequence[Field], *, name: str, on: str = ""
) -> Component:
    """A form around a table or list with ticks; `fields` stand under it, `on` is what it is about."""
    part = html.Div(className="form-slot bulk-actions", **attrs(data_form=_json({"fields": list(fields)})))
    more = attrs(data_act=act, data_on=on, aria_label=name)
    return html.Form([*children, part], className="decide bulk", **more)


def submit(
    text: str, *, value: str = "", name: str = "verdict", primary: bool = False, key: str = "", said: str = "",
    title: str = "", act: str = "", small: bool = True, disabled: bool = False,
) -> Field:  # fmt: skip
    """A button that sends its form with a value of its own; `said` is added for screen readers, `act` replaces the
    form's own."""
    return _lean({
        "t": "button", "text": text, "value": value, "name": name if value else "", "primary": primary, "key": key,
        "said": said, "title": title, "act": act, "small": small, "disabled": disabled,
    })  # fmt: skip


def buttons(*items: Field) -> Field:
    """Buttons side by side."""
    return {"t": "buttons", "fields": list(items)}


def select(label: str, name: str, options: Options, value: str, *, blank: str = "") -> Field:
    """A list to choose one of; `blank` is the word for no choice."""
    return _lean(
        {"t": "select", "label": label, "name": name, "options": _options(options), "value": value, "blank": blank}
    )


def short_text(label: str, name: str, value: str = "", *, hint: str = "", size: str = "wide", most: int = 120) -> Field:
    """A line of text."""
    return _lean({"t": "text", "label": label, "name": name, "value": value, "hint": hint, "size": size, "most": most})


def long_text(label: str, name: str, value: str = "", *, hint: str = "", rows: int = 2) -> Field:
    """A text of some lines."""
    return _lean({"t": "area", "label": label, "name": name, "value": value, "hint": hint, "rows": rows})


def reason(label: str = "Reason", hint: str = "") -> Field:
    """Why it was decided: kept in the log."""
    return long_text(label, "reason", hint=hint, rows=1)


def use_marked(field: str) -> Field:
    """A button that puts the words that are marked in a row into a field."""
    return {"t": "marked", "into": field}


def sent(name: str, value: str) -> Field:
    """A field that the form always sends and nobody sees."""
    return {"t": "sent", "name": name, "value": value}


def heading(text: str) -> Field:
    """A heading inside a form."""
    return {"t": "heading", "text": text}


def ticks(legend: str, name: str, options: Options, chosen: Sequence[str]) -> Field:
    """A group of ticks, any number of which may be on."""
    return {"t": "ticks", "legend": legend, "name": name, "options": _options(options), "chosen": list(chosen)}


def one_tick(name: str, value: str, text: str, *, on: bool = False) -> Field:
    """A single tick in a form."""
    return {"t": "tick", "name": name, "value": value, "text": text, "on": on}


def folded(summary: str, fields: Sequence[Field]) -> Field:
    """Fields that are seldom needed."""
    return {"t": "fold", "text": summary, "fields": list(fields)}


def date_fields(when: When | None, *, legend: str = "Date", extra: Sequence[Field] = ()) -> Field:
    """Day, month and year with how exact they are; the second day and the clock show where they apply."""
    return {"t": "date", "legend": legend, "values": fields_of(when), "fields": list(extra)}


def people_rows(people: Sequence[tuple[str, str, str]]) -> Field:
    """A role, a name and an agency for each person, and an empty row for one more."""
    return {"t": "people", "legend": "People named", "rows": [list(p) for p in people]}


def tick(name: str, value: str, text: Children = None, *, said: str = "", every: str = "") -> Component:
    """A tick in a table: a button in the role of a checkbox. `every` names the ticks of the form that follow it."""
    more = attrs(aria_checked="false", data_name=name, data_value=value)
    more |= (attrs(aria_label=said) if said else {}) | (attrs(data_all=every) if every else {})
    if name == "events" and (seen := stamp(value)):
        more |= attrs(data_seen=seen)
    return html.Button(text, type="button", role="checkbox", className="tick", **more)


def fold(summary: Children, children: Sequence[Any], *, key: str) -> Component:
    """A part of the panel that opens on demand."""
    head = html.Summary(summary, className="button small", **attrs(data_key=key))
    return html.Details([head, html.Div(children, className="fold")], className="edit")


def _options(options: Options) -> list[list[str]] | str:
    return options if isinstance(options, str) else [[value, text] for value, text in options.items()]


def _lean(data: Field) -> Field:
    """Without what is empty: a page may hold hundreds of forms."""
    return {name: value for name, value in data.items() if value not in ("", False, None)}


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
