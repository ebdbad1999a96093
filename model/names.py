"""The fixed names of the export contract with their labels, from `model/rules/names.toml`."""

from __future__ import annotations

from typing import Final

from model.data import load_toml

_DATA: Final = load_toml("model.rules", "names.toml")

KINDS: Final[dict[str, str]] = _DATA["kinds"]
ASSERTIONS: Final[dict[str, str]] = _DATA["assertions"]
AGENCIES: Final[dict[str, str]] = _DATA["agencies"]
ROLES: Final[dict[str, str]] = _DATA["roles"]
GAP_KINDS: Final[dict[str, str]] = _DATA["gaps"]
FAMILY_OF_KIND: Final[dict[str, str]] = {kind: name for name, kinds in _DATA["families"].items() for kind in kinds}
