"""Choosing a wijk or a gemeente with search, in the content management: of many names there are two wijken."""

from typing import Any

from django.db.models import Q, QuerySet
from django.forms import CharField
from django.urls import reverse
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import chooser
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.chooser import BaseChooser

from krachtwijken.core.models import Gemeente, Wijk

LONGEST = 80


class PlaceFilterForm(BaseFilterForm):
    """Any part of the name; of a wijk that of its gemeente too."""

    q = CharField(label="Zoek op naam", required=False, max_length=LONGEST)

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        text = self.cleaned_data["q"].strip()
        if not text:
            return objects
        self.is_searching, self.search_query = True, text
        asked = Q(name__icontains=text)
        if objects.model is Wijk:
            asked |= Q(gemeente__name__icontains=text)
        return objects.filter(asked)


def title_of_place(place: Wijk | Gemeente) -> str:
    """What tells it from others of the same name."""
    if isinstance(place, Wijk):
        return f"{place.name} ({place.gemeente.name}; {place.get_programme_display()})"
    return place.name


class PlaceListMixin:
    filter_form_class = PlaceFilterForm
    chosen_url_name: str

    def get_object_list(self) -> QuerySet[Any]:
        model: type[Wijk] | type[Gemeente] = self.model_class  # type: ignore[attr-defined]
        return Wijk.objects.select_related("gemeente") if model is Wijk else model.objects.all()

    @property
    def columns(self) -> list[Column]:
        def address(place: Wijk | Gemeente) -> str:
            return reverse(self.chosen_url_name, args=[place.pk])

        attributes = {"data-chooser-modal-choice": True}
        return [
            TitleColumn(
                "title", label="Naam", accessor=title_of_place, get_url=address, link_attrs=attributes
            )
        ]


class PlaceTitleMixin:
    def get_display_title(self, instance: Wijk | Gemeente) -> str:
        return title_of_place(instance)


class PlaceChooseView(PlaceListMixin, chooser.ChooseView):
    pass


class PlaceResultsView(PlaceListMixin, chooser.ChooseResultsView):
    pass


class PlaceChosenView(PlaceTitleMixin, chooser.ChosenView):
    pass


class PlaceChosenMultipleView(PlaceTitleMixin, chooser.ChosenMultipleView):
    pass


class PlaceChooser(PlaceTitleMixin, BaseChooser):
    pass


class PlaceChooserViewSet(ChooserViewSet):
    icon = "site"
    per_page = 15
    choose_view_class = PlaceChooseView
    choose_results_view_class = PlaceResultsView
    chosen_view_class = PlaceChosenView
    chosen_multiple_view_class = PlaceChosenMultipleView
    base_widget_class = PlaceChooser


class WijkChooserViewSet(PlaceChooserViewSet):
    model = Wijk
    choose_one_text = "Kies een wijk"
    choose_another_text = "Kies een andere wijk"


class GemeenteChooserViewSet(PlaceChooserViewSet):
    model = Gemeente
    choose_one_text = "Kies een gemeente"
    choose_another_text = "Kies een andere gemeente"
