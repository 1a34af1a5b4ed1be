"""Headers, cookies and the content security policy: nothing is allowed unless named."""

from csp.constants import NONE, SELF

from krachtwijken.settings import env

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb")
}

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "krachtwijken.core.message_cookie.HostMessageStorage"
CSRF_FAILURE_VIEW = "krachtwijken.core.refusals.csrf_failure"
# Where somebody reports a leak: security.txt.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "security@krachtwijken.example")

# How often one visitor may open a page that costs much to make, in each process; 0: without a limit.
READS_PER_MINUTE = env.number("READS_PER_MINUTE", 120)
# The body of a request. Only who may enter the content management sends documents (accounts/body_limit.py); the proxy
# has the same limits (deploy/nginx/nginx.conf).
LARGEST_BODY = 1024 * 1024
LARGEST_BODY_OF_EDITORS = 25 * 1024 * 1024
# Of who shares what was tried: a document to read from or to add (knowledge/contributions/forms/texts.py).
LARGEST_BODY_OF_SHARERS = 11 * 1024 * 1024
