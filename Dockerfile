# The CPU build of torch is needed to prepare the model and stays behind in this stage.
FROM python:3.11-slim AS build
WORKDIR /app
COPY requirements requirements
# Name the index of the CPU build here, or several GB of CUDA come in.
ARG PIP_EXTRA_INDEX_URL
RUN python -m venv /build && /build/bin/python requirements/install.py model
COPY . .
RUN SECRET_KEY=build-only-build-only-build-only-build-only-build-only ALLOWED_HOSTS=build \
    DJANGO_SETTINGS_MODULE=krachtwijken.settings.production KRACHTWIJKEN_VAR=/app/var \
    sh -c "/build/bin/python manage.py prepare_model && /build/bin/python manage.py collectstatic --noinput"

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home app
WORKDIR /app
COPY requirements/run.txt requirements/run.txt
RUN pip install --no-cache-dir --require-hashes --only-binary :all: -r requirements/run.txt
COPY --chown=app . .
COPY --from=build --chown=app /app/var var
USER app
ENV DJANGO_SETTINGS_MODULE=krachtwijken.settings.production KRACHTWIJKEN_VAR=/app/var PYTHONPATH=/app/site:/app
EXPOSE 8000
CMD ["gunicorn", "krachtwijken.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4"]
