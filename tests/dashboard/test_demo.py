"""The worked example is made whole or not at all."""

from pathlib import Path

import pytest

from dashboard.demo import CASE_NAME, build_example, example_files
from ingest.read import Step
from model.store import Store


def test_the_example_reads_all_its_files(tmp_path: Path) -> None:
    path, results = build_example(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == [CASE_NAME]
    assert {r.status for r in results} == {"added"}
    with Store.open(path) as store:
        assert {s.file for s in store.case().sources} >= {p.name for p in example_files()}


def test_an_interrupted_reading_leaves_no_example_and_can_be_begun_again(tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_example(tmp_path, progress=stop)
    assert not (tmp_path / CASE_NAME).exists()
    path, _ = build_example(tmp_path)
    assert path.exists()
