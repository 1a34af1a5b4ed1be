"""Which engine answers, and which model gives meaning to words."""

import os

from krachtwijken.settings import env

# The model has threads of its own; those of NumPy's library beside them only take turns with them. Twice as slow
# otherwise, measured. Read when NumPy is first imported, so it stands here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

SEARCH_ENGINE = env.text("SEARCH_ENGINE", "embedded")
ELASTICSEARCH_URL = env.text("ELASTICSEARCH_URL")
ELASTICSEARCH_USER = env.text("ELASTICSEARCH_USER")
ELASTICSEARCH_PASSWORD = env.text("ELASTICSEARCH_PASSWORD")
ELASTICSEARCH_API_KEY = env.text("ELASTICSEARCH_API_KEY")
ELASTICSEARCH_CA_FILE = env.text("ELASTICSEARCH_CA_FILE")
ELASTICSEARCH_INDEX = env.text("ELASTICSEARCH_INDEX", "krachtwijken")
# A sentence-transformers model: the packaged one, or a path or hub id.
EMBEDDING_MODEL = env.text("EMBEDDING_MODEL", "intfloat/multilingual-e5-small")
# What it learned of this field (search/model/adapters/), for the packaged model only; empty leaves it out.
EMBEDDING_ADAPTER = env.text("EMBEDDING_ADAPTER", "krachtwijken-2")
EMBEDDING_THREADS = env.number("EMBEDDING_THREADS", 2)
