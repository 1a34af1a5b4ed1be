"""Mail leaves through the outbox, that of libraries too; what it leaves by is named in the environment."""

from krachtwijken.settings import env

# For everybody who sends: written down, with the change that it tells about.
EMAIL_BACKEND = "krachtwijken.core.outbox_mail.OutboxBackend"
# For the worker: how it leaves.
MAIL_TRANSPORT = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "loket@krachtwijken.example")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
