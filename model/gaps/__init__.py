"""Gaps: what the records supplied do not show, found by rules that are data.

    rules (TOML)  ->  rules.RuleBook  ->  engine.find_gaps(view, links, book)  ->  gaps, and rules not judged

One module for each kind of rule; `engine.RULE_TYPES` names them all.
"""
