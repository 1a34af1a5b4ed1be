"""What search adds to the content management."""

from wagtail.snippets.models import register_snippet

from search.demand.admin import AskedQueryViewSet

register_snippet(AskedQueryViewSet)
