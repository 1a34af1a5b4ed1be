"""The pool in the menu of the content management: the screens themselves stand beside the loket."""

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from expertpool.desk.rules import may_manage


class PoolMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage(request.user)


@hooks.register("register_admin_menu_item")
def pool_menu_item() -> MenuItem:
    return PoolMenuItem("Profielen van de pool", reverse("expertpool:desk"), icon_name="group", order=450)
