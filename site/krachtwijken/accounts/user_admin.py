"""Wagtail's user management on our accounts."""

from typing import Any

from wagtail.users.views.users import CreateView, EditView, IndexView, UserViewSet

from krachtwijken.accounts.models import User
from krachtwijken.accounts.services.accounts import change_account, invite, set_belonging, set_roles
from krachtwijken.accounts.user_forms import BELONGS_TO, AccountCreationForm, AccountEditForm


class AccountIndexView(IndexView):
    @property
    def search_fields(self) -> set[str]:
        return {"name", "email"}

    def order_queryset(self, queryset: Any) -> Any:
        if self.ordering in {"name", "-name"}:
            # By surname: van der Aa stands under the a.
            return queryset.order_by(self.ordering.replace("name", "sort_name"), "pk")
        return super().order_queryset(queryset)


def _save(form: Any, actor: User) -> User:
    """The form's own saving of many-to-many rows would drop the groups that are no role."""
    user: User = form.save(commit=False)
    if user.pk:
        own = {field.name for field in User._meta.concrete_fields}
        change_account(user=user, fields=sorted(own.intersection(form.changed_data)), actor=actor)
    else:
        user.set_unusable_password()
        user.save()
    set_roles(user=user, roles=form.cleaned_data["groups"], actor=actor)
    belonging = {name: form.cleaned_data[name] for name in BELONGS_TO}
    set_belonging(user=user, **belonging, actor=actor)
    return user


class AccountCreateView(CreateView):
    def save_instance(self) -> User:
        user = _save(self.form, self.request.user)
        invite(user=user, actor=self.request.user)
        return user


class AccountEditView(EditView):
    def save_instance(self) -> User:
        return _save(self.form, self.request.user)


class AccountViewSet(UserViewSet):
    index_view_class = AccountIndexView
    add_view_class = AccountCreateView
    edit_view_class = AccountEditView
    create_template_name = "accounts/admin/create.html"
    edit_template_name = "accounts/admin/edit.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        return AccountEditForm if for_update else AccountCreationForm
