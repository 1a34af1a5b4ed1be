"""Gathered for Django."""

from expertpool.models.asks import OrganisationAsk
from expertpool.models.call import RecruitmentCall
from expertpool.models.conflicts import ExcludedBy, Exclusion, Interest
from expertpool.models.consent import ConsentHow, ConsentRow
from expertpool.models.control import Pause, ProfileViews, SeenFrom
from expertpool.models.double import DoubleState, PossibleDouble
from expertpool.models.importing import PoolImport, PoolImportRow, PoolImportState, RowFate
from expertpool.models.nomination import NominatedBy, Nomination, NominationState, Vetting, VettingSide
from expertpool.models.offer import OrganisationOffer
from expertpool.models.profile import ExpertProfile, ProfileEvidence, ThemeDepth
from expertpool.models.shown import ProfileShown
from expertpool.models.skills import (
    EvidenceAbility,
    ProfileLanguage,
    ProfileLevel,
    ProfileProvince,
    ProfileRole,
    ProfileWijk,
)

__all__ = [
    "ConsentHow",
    "ConsentRow",
    "DoubleState",
    "EvidenceAbility",
    "ExcludedBy",
    "Exclusion",
    "ExpertProfile",
    "Interest",
    "NominatedBy",
    "Nomination",
    "NominationState",
    "OrganisationAsk",
    "OrganisationOffer",
    "Pause",
    "PoolImport",
    "PoolImportRow",
    "PoolImportState",
    "PossibleDouble",
    "ProfileEvidence",
    "ProfileLanguage",
    "ProfileLevel",
    "ProfileProvince",
    "ProfileRole",
    "ProfileShown",
    "ProfileViews",
    "ProfileWijk",
    "RecruitmentCall",
    "RowFate",
    "SeenFrom",
    "ThemeDepth",
    "Vetting",
    "VettingSide",
]
