"""One page type a file; gathered here for Django."""

from knowledge.centres.models import PeerAssessment, PeerReviewTask
from knowledge.contributions.models import Contribution, ContributionFile
from knowledge.figures.models import PageViews
from knowledge.importing.models import CaseImport, CaseImportRow, ImportedCase
from knowledge.links.models import CitedLink, LinkCopy, LinkUse
from knowledge.models.attachment import Attachment
from knowledge.models.case import CasePage, CasePartner
from knowledge.models.centre import CentreOffer, CentrePage, CentreProblem
from knowledge.models.condition import CaseCondition
from knowledge.models.experiment import ExperimentPage
from knowledge.models.index_pages import (
    CaseIndexPage,
    CentreIndexPage,
    ContentPage,
    HomePage,
    SchemeIndexPage,
    WijkIndexPage,
)
from knowledge.models.outcome import CaseOutcome, CaseResearch
from knowledge.models.practice import PracticePage
from knowledge.models.replication import Replication
from knowledge.models.scheme import SchemePage
from knowledge.models.wijk import WijkPage
from knowledge.reports.models import Report
from knowledge.shortlist.models import Shortlist, ShortlistItem
from knowledge.validity.models import CaseValidity

__all__ = [
    "Attachment",
    "CaseCondition",
    "CaseImport",
    "CaseImportRow",
    "CaseIndexPage",
    "CaseOutcome",
    "CasePage",
    "CasePartner",
    "CaseResearch",
    "CaseValidity",
    "CentreIndexPage",
    "CentreOffer",
    "CentrePage",
    "CentreProblem",
    "CitedLink",
    "ContentPage",
    "Contribution",
    "ContributionFile",
    "ExperimentPage",
    "HomePage",
    "ImportedCase",
    "LinkCopy",
    "LinkUse",
    "PageViews",
    "PeerAssessment",
    "PeerReviewTask",
    "PracticePage",
    "Replication",
    "Report",
    "SchemeIndexPage",
    "SchemePage",
    "Shortlist",
    "ShortlistItem",
    "WijkIndexPage",
    "WijkPage",
]
