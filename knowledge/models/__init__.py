"""One page type a file; gathered here for Django."""

from knowledge.models.attachment import Attachment
from knowledge.models.case import CaseCondition, CasePage, CasePartner
from knowledge.models.centre import CentreOffer, CentrePage, CentreProblem
from knowledge.models.experiment import ExperimentPage
from knowledge.models.index_pages import (
    CaseIndexPage,
    CentreIndexPage,
    ContentPage,
    HomePage,
    SchemeIndexPage,
    WijkIndexPage,
)
from knowledge.models.practice import PracticePage
from knowledge.models.scheme import SchemePage
from knowledge.models.wijk import WijkPage
from knowledge.shortlist.models import Shortlist, ShortlistItem

__all__ = [
    "Attachment",
    "CaseCondition",
    "CaseIndexPage",
    "CasePage",
    "CasePartner",
    "CentreIndexPage",
    "CentreOffer",
    "CentrePage",
    "CentreProblem",
    "ContentPage",
    "ExperimentPage",
    "HomePage",
    "PracticePage",
    "SchemeIndexPage",
    "SchemePage",
    "Shortlist",
    "ShortlistItem",
    "WijkIndexPage",
    "WijkPage",
]
