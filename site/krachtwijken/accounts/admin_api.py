"""Documents and images in the interface that the scripts of the content management use: those of the own collections."""

from typing import Any

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

from krachtwijken.accounts.admin_sight import RIGHTS


class _OwnCollections:
    def get_queryset(self) -> Any:
        found = super().get_queryset()  # type: ignore[misc] # the library's view stands behind this one
        policy = policy_registry.get_by_type(found.model)
        user = self.request.user  # type: ignore[attr-defined] # the same
        return found.filter(collection__in=policy.collections_user_has_any_permission_for(user, RIGHTS))


class SeenDocuments(_OwnCollections, DocumentsAdminAPIViewSet):
    pass


class SeenImages(_OwnCollections, ImagesAdminAPIViewSet):
    pass
