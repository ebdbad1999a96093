"""Who is who where the records do not say: questions to the reviewer, never a guess.

    CaseView, actors  ->  named_people   ->  who is named, in which files, by which labels
                      ->  words          "nan" in a school's file, where both grandmothers are named
                      ->  pairs          "AR" of one file and "Anna Reed" of another
                      ->  workers        "social worker" on days on which one named worker held the case
                      ->  person_questions: all of them, those that settle most first
    decisions         ->  open_questions: those that nobody has answered yet

An answer is a decision of the log: "one person" joins two actors, "it is this person" sets the mentions apart as that
actor, "leave as read" is remembered (`model.subjects`). No word of a record changes, and nothing is asked twice. What
is sure enough is joined without a question, what is not sure enough is not asked: `[questions]` of
`rules/people.toml`. The order of the files makes no difference.
"""

from model.asking.answers import left, open_questions, together
from model.asking.questions import person_questions

__all__ = ["left", "open_questions", "person_questions", "together"]
