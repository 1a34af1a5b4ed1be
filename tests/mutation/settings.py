"""Those of the suite, with a database of its own: the sampler copies it while other tests may be running."""

from krachtwijken.settings.test import *  # noqa: F403
from krachtwijken.settings.test import DATABASES

ORDINARY = DATABASES["default"]["TEST"]["NAME"]
DATABASES["default"]["TEST"]["NAME"] = ORDINARY.replace(".sqlite3", "-mutation.sqlite3")
