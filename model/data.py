"""Open the data files that ship inside the packages (rules, names, vocabulary): TOML, read once.

Every file has a `version`; a file that is missing, unreadable or without one raises `RuleFileError`.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from model.errors import RuleFileError


@cache
def load_toml(package: str, name: str) -> dict[str, Any]:
    """The content of a TOML file inside a package, e.g. load_toml("model.rules", "names.toml").

    The result is shared: callers must not change it.
    """
    try:
        data = tomllib.loads(files(package).joinpath(name).read_text(encoding="utf-8"))
    except (OSError, ModuleNotFoundError, tomllib.TOMLDecodeError) as error:
        raise RuleFileError(
            f"The data file {name} of {package} cannot be read.",
            remedy="Install Casethread again; if you edited the file, check the line named in the details.",
        ) from error
    if "version" not in data:
        raise RuleFileError(f"The data file {name} has no version.", remedy='Add a line such as: version = "1".')
    return data
