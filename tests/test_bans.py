"""What no line of the program may hold: ways to run text, to render it, or to send it away."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FILES = sorted(
    p for folder in ("dashboard", "ingest", "model", "benchmarks", "tests") for p in (ROOT / folder).rglob("*.py")
)
PROGRAM = [p for p in FILES if p.relative_to(ROOT).parts[0] in ("dashboard", "ingest", "model")]

NAMES = {"eval", "exec", "compile_command", "__import__"}
MODULES = {"pickle", "cPickle", "shelve", "marshal", "dill", "joblib", "requests", "httpx", "urllib3", "aiohttp",
           "ftplib", "smtplib", "telnetlib", "xmlrpc"}  # fmt: skip
ATTRIBUTES = {("yaml", "load"), ("os", "system"), ("os", "popen"), ("dcc", "Markdown"), ("html", "Iframe"),
              ("html", "Script"), ("html", "ObjectEl"), ("html", "Embed"), ("html", "Base"), ("html", "Meta"),
              ("tempfile", "mktemp"), ("urllib.request", "urlopen"), ("request", "urlopen")}  # fmt: skip
KEYWORDS = {"shell", "dangerously_allow_html", "dangerously_allow_code", "dangerouslyAllowCode", "resolve_entities",
            "huge_tree", "load_dtd", "debug", "dev_tools_ui", "enable_mcp", "websocket_callbacks"}  # fmt: skip


def found(path: Path, source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        what = _banned(node)
        if what:
            yield f"{path.name}:{getattr(node, 'lineno', 0)}: {what}"


def _banned(node: ast.AST) -> str:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
        return node.func.id
    if isinstance(node, ast.Import):
        return next((a.name for a in node.names if a.name.split(".")[0] in MODULES), "")
    if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in MODULES:
        return node.module or ""
    if isinstance(node, ast.Attribute) and (ast.unparse(node.value), node.attr) in ATTRIBUTES:
        return f"{ast.unparse(node.value)}.{node.attr}"
    if isinstance(node, ast.keyword) and node.arg in KEYWORDS:
        return "" if isinstance(node.value, ast.Constant) and not node.value.value else f"{node.arg}="
    return ""


@pytest.mark.parametrize("path", [pytest.param(p, id=str(p.relative_to(ROOT))) for p in PROGRAM])
def test_the_program_holds_nothing_banned(path: Path) -> None:
    assert list(found(path, path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "eval('1')", "exec(x)", "import pickle", "from pickle import loads", "yaml.load(x)", "run(x, shell=True)",
        "dcc.Markdown(text)", "html.Iframe(src=x)", "html.Script('x')", "html.ObjectEl()", "html.Embed()",
        "AgGrid(dangerously_allow_code=True)", "XMLParser(resolve_entities=True)", "XMLParser(huge_tree=big)",
        "app.run(debug=True)", "Dash(enable_mcp=on)", "os.system(x)", "import requests", "urllib.request.urlopen(x)",
    ],
)  # fmt: skip
def test_the_check_sees_what_is_banned(line: str) -> None:
    assert list(found(Path("x.py"), line))


def test_links_and_scripts_of_the_pages_run_no_text() -> None:
    """Our own scripts never put text in as markup, and store nothing of a case in the browser."""
    scripts = [*(ROOT / "dashboard" / "assets").rglob("*.js"), *(ROOT / "dashboard" / "presenting").rglob("*.js")]
    for path in sorted(scripts):
        if "vendor" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function",
                     "sendBeacon", "WebSocket", "EventSource", "document.cookie"):  # fmt: skip
            assert word not in text, f"{path.name}: {word}"
