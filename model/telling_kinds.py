"""Kinds that carry news, and kinds that are news: what messages and meetings are asked about."""

from typing import Final

MESSAGES: Final = frozenset({"information_shared", "referral", "consultation", "phone_contact"})
MEETINGS: Final = frozenset(
    {"strategy_discussion", "child_protection_conference", "core_group", "marac", "child_in_need_meeting"}
    | {"planning_meeting"}
)
TOLD_OF: Final = frozenset(
    {"domestic_abuse_incident", "incident", "police_attendance", "arrest", "missing_episode", "injury_or_illness"}
    | {"concern", "disclosure", "birth", "death", "hospital_admission", "hospital_discharge", "worker_absence"}
)
SETTLED: Final = frozenset(
    {"decision", "plan_changed", "allocation", "legal_step", "case_closed", "assessment_completed"}
)
