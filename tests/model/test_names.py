"""The contract's names: complete, labelled, and drawn."""

from model.names import AGENCIES, ASSERTIONS, FAMILY_OF_KIND, GAP_KINDS, KINDS, ROLES


def test_every_kind_is_drawn_in_exactly_one_family() -> None:
    assert set(FAMILY_OF_KIND) == set(KINDS)


def test_the_contract_lists_this_many_names() -> None:
    counts = [len(names) for names in (KINDS, ASSERTIONS, AGENCIES, ROLES, GAP_KINDS)]
    assert counts == [43, 6, 26, 36, 14]  # one agency of our own: community health


def test_labels_are_words_and_unique() -> None:
    for names in (KINDS, ASSERTIONS, AGENCIES, ROLES, GAP_KINDS):
        assert len(set(names.values())) == len(names)
        assert all("_" not in label and label for label in names.values())
