# Three stages: what makes the language model (torch, stays behind), what the site imports, and the site.

FROM python:3.11-slim-bookworm AS model
WORKDIR /app
COPY requirements requirements
# Name the index of the CPU build of torch here (README), or several GB of CUDA come in. All of it stays in this stage.
ARG PIP_EXTRA_INDEX_URL
RUN python -m venv /model && PIP_NO_CACHE_DIR=1 /model/bin/python requirements/install.py model
COPY . .
ARG EMBEDDING_MODEL=intfloat/multilingual-e5-small
# Settings of production want a key to start; this one signs nothing and stays in this stage.
RUN mkdir -p var/media && \
    SECRET_KEY=only-to-build-only-to-build-only-to-build-only-to-build ALLOWED_HOSTS=build \
    DJANGO_SETTINGS_MODULE=krachtwijken.settings.production EMBEDDING_MODEL="$EMBEDDING_MODEL" \
    sh -c "/model/bin/python manage.py prepare_model && /model/bin/python manage.py collectstatic --noinput -v 0"

FROM python:3.11-slim-bookworm AS packages
WORKDIR /requirements
COPY requirements/run.txt run.txt
RUN python -m venv /packages && \
    /packages/bin/pip install --no-cache-dir --require-hashes --only-binary :all: -r run.txt

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 app && useradd --system --uid 10001 --gid app --no-create-home app
# What draws the letters of a PDF. Versions come with the release of Debian that the image names.
# hadolint ignore=DL3008
RUN apt-get update && \
    apt-get install -y --no-install-recommends libharfbuzz-subset0 libharfbuzz0b libpango-1.0-0 libpangoft2-1.0-0 && \
    rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=packages /packages /packages
# The code, the model and the static files belong to root: the site cannot change itself. Only media is its own.
COPY . .
COPY --from=model /app/var/model var/model
COPY --from=model /app/var/static var/static
COPY --from=model --chown=app:app /app/var/media var/media
ARG EMBEDDING_MODEL=intfloat/multilingual-e5-small
ENV PATH=/packages/bin:$PATH PYTHONPATH=/app/site:/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=krachtwijken.settings.production KRACHTWIJKEN_VAR=/app/var \
    EMBEDDING_MODEL=$EMBEDDING_MODEL WEB_BIND=0.0.0.0:8000 MALLOC_ARENA_MAX=2
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=8s --start-period=60s --retries=4 CMD ["python", "deploy/healthcheck.py", "web"]
CMD ["gunicorn", "-c", "deploy/gunicorn.conf.py", "krachtwijken.wsgi"]
