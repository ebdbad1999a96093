"""A chronology that was edited in Word and comes back: its changes as proposals, which a reviewer accepts or leaves.

Returned (ingest) + CaseBook  ->  compare  ->  Proposal, each with the form that would decide it  ->  decisions
"""
