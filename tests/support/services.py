"""Short names of services for the tables of `tests/corpus`."""

from __future__ import annotations

SHORT = {
    "csc": "childrens_social_care", "fd": "front_door", "hv": "health_visiting", "mw": "midwifery", "gp": "gp",
    "pol": "police", "sch": "school", "ah": "acute_hospital", "mh": "mental_health", "amb": "ambulance",
    "ho": "housing", "ds": "domestic_abuse_service", "da": "drug_alcohol_service", "pr": "probation",
    "vs": "voluntary_sector", "cam": "camhs", "nur": "nursery", "eh": "early_help", "ch": "community_health",
    "yj": "youth_justice", "ed": "education", "asc": "adult_social_care", "ct": "court", "caf": "cafcass",
}  # fmt: skip
