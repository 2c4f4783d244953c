"""Approval and concurrence: what a reviewer may say, and what an item stands at after it."""

from __future__ import annotations

from enum import StrEnum


class ReviewerType(StrEnum):
    """In which part somebody is asked."""

    APPROVER = "Approver"
    CONCURRING_OFFICE = "Concurring Office"
    SIGNATORY = "Signatory"


class ReviewDecision(StrEnum):
    """What a reviewer said."""

    APPROVE = "Approve"
    RETURN = "Return"
    RESCIND = "Rescind"
    CONCUR = "Concur"
    CONCUR_WITH_COMMENT = "Concur with Comment"
    NON_CONCUR = "Non-Concur"
    NO_RESPONSE = "No Response"


class ApprovalStatus(StrEnum):
    """Where a review, a clearance or a signature stands."""

    REQUESTED = "Requested"
    APPROVED = "Approved"
    RETURNED = "Returned"
    RESCINDED = "Rescinded"
    CONCURRED = "Concurred"
    NON_CONCURRED = "Non-Concurred"
    NO_RESPONSE = "No Response"
    WITHDRAWN = "Withdrawn"
