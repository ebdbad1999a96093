"""The page of rules: which apply to this case, with which values, what could not be judged and why; changes of them."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from dashboard import ids, words
from dashboard.casebook import CaseBook
from dashboard.components.basic import attrs, notice, text_field
from dashboard.components.choices import pick_one, pick_some
from model.gaps.draft import limit_words
from model.gaps.profiles import RuleBook, chosen, shipped_profiles
from model.gaps.rules import Rule, load_rules
from model.names import GAP_KINDS

SCOPES = {"national": "National", "local": "Local", "suggested": "Suggested prompt"}


def rules_page(book: CaseBook) -> list[Component]:
    """The page's body."""
    settings = book.case.info.settings
    rules = RuleBook.for_case(settings).rules
    return [
        html.H1("Rules"),
        notice(
            "A rule says when to look, never what anyone ought to have done. Many timescales are local: choose a "
            "profile of your area, or set a value for this case. “Check the source” marks a number that was not read "
            "again in its primary text.",
            quiet=True,
        ),
        html.H2("Local profiles"),
        _profiles(book),
        html.H2("A value for this case"),
        _form(rules, book),
        html.H2("Could not be judged"),
        *_not_judged(book),
        html.H2(f"Rules that apply ({len(rules)})"),
        *[part for kind in sorted({r.kind for r in rules}, key=_kind) for part in _of_kind(kind, rules, book)],
    ]


def _profiles(book: CaseBook) -> Component:
    settings = book.case.info.settings
    held = {profile.id: profile for profile in (*shipped_profiles(), *chosen(settings))}
    options = [(p.id, f"{p.title}. {p.note}") for p in held.values()]
    return html.Div(
        [
            pick_some(ids.PROFILES, options, [p.id for p in chosen(settings)], label="Local profiles"),
            html.P(
                "A profile of your own area is a file; it is added with: casethread rules --case CASE --add FILE",
                className="hint",
            ),
            html.Button("Use these profiles", id=ids.PROFILES_GO, className="button", type="button"),
        ],
        className="form",
    )


def _form(rules: tuple[Rule, ...], book: CaseBook) -> Component:
    off = book.case.info.settings.get("rules_off", ())
    known = sorted({rule.id for rule in rules} | set(off))
    options = [(name, name + (" (turned off)" if name in off else "")) for name in known]
    return html.Div(
        [
            html.Div(
                [html.Span("Rule", className="label-text"), pick_one(ids.RULE_NAME, options, label="Rule")],
                className="field",
            ),
            text_field(
                "Limit",
                dcc.Input(id=ids.RULE_LIMIT, type="text", inputMode="numeric", maxLength=4, className="input four"),
                "A whole number in the unit of the rule; empty for the rule's own",
            ),
            html.Div(
                [
                    html.Button("Set the limit", id=ids.RULE_SET, className="button", type="button"),
                    html.Button("Turn the rule off", id=ids.RULE_OFF, className="button", type="button"),
                    html.Button("Turn it on", id=ids.RULE_ON, className="button", type="button"),
                ],
                className="actions",
            ),
        ],
        className="form",
    )


def _not_judged(book: CaseBook) -> list[Component]:
    reasons = book.findings.not_judged
    if not reasons:
        return [html.P("Every rule had what it needs.")]
    local = {rule.id for profile in shipped_profiles() for rule in profile.rules}
    waiting = [reason for reason in reasons if reason.split(":")[0] in local]
    others = [reason for reason in reasons if reason not in waiting]
    return [
        html.P("These rules had too little to go on in the files supplied. No gap is claimed and none is ruled out."),
        html.Ul([html.Li(reason) for reason in others]) if others else html.Div(),
        html.Details(
            [
                html.Summary(f"{words.counted(len(waiting), 'local rule')} whose profile was not chosen"),
                html.Ul([html.Li(reason) for reason in waiting]),
            ],
            className="folded",
        )
        if waiting
        else html.Div(),
    ]


def _of_kind(kind: str, rules: tuple[Rule, ...], book: CaseBook) -> list[Component]:
    rows = [_row(rule, book) for rule in rules if rule.kind == kind]
    head = html.Tr([html.Th(title, scope="col") for title in ("Rule", "Limit", "Scope", "Source", "Found")])
    table = html.Table(
        [html.Caption(_kind(kind), className="visually-hidden"), html.Thead(head), html.Tbody(rows)],
        className="plain-table",
    )
    return [html.H3(_kind(kind)), html.Div(table, className="scroll", tabIndex="0", **attrs(aria_label=_kind(kind)))]


def _row(rule: Rule, book: CaseBook) -> Component:
    own = {r.id: r.limit for r in load_rules()}.get(rule.id)
    limit = limit_words(rule.limit, rule.unit) if rule.limit is not None else ""
    changed = f" (its own: {own})" if own is not None and own != rule.limit else ""
    found = sum(g.rule == rule.id for g in (*book.findings.gaps, *book.findings.noticed))
    found += sum(g.rule == rule.id for g in book.findings.good_practice)
    return html.Tr(
        [
            html.Th(rule.id, scope="row"),
            html.Td(limit + changed),
            html.Td(SCOPES[rule.scope]),
            html.Td(rule.authority(None)),
            html.Td(f"{found:,}" if found else ""),
        ]
    )


def _kind(kind: str) -> str:
    return GAP_KINDS.get(kind) or ("Good practice" if kind == "good_practice" else words.gap_kind_name(kind))
