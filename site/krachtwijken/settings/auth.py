"""One login path: django-allauth with e-mail, argon2 and a second factor."""

from krachtwijken.settings import env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/mijn/"
# A reset link is a key to the account: it works for an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60

# Accounts are by invitation: beheer makes them, with one address each. Nobody signs up, changes the address or
# logs in by mail, so an address never has to be verified by its owner before the account works.
ACCOUNT_ADAPTER = "krachtwijken.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "krachtwijken.accounts.forms.LoginForm",
    "reset_password": "krachtwijken.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "krachtwijken.accounts.forms.NewPasswordForm",
    "change_password": "krachtwijken.accounts.forms.ChangePasswordForm",
    "reauthenticate": "krachtwijken.accounts.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
# Counted in the shared cache, so the limits hold across processes: docs/adr/0005-permissions.md.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/5m/ip,5/5m/key",
    "reset_password": "10/10m/ip,3/10m/key",
    "reset_password_from_key": "20/10m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "5/m/user",
}
# How many reverse proxies of our own stand in front; their X-Forwarded-For is believed and no other.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

MFA_ADAPTER = "krachtwijken.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "krachtwijken.accounts.forms.CodeForm",
    "reauthenticate": "krachtwijken.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "krachtwijken.accounts.forms.ActivateCodeForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Krachtwijken"
# Phones run a few seconds fast or slow.
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Staff roles reach nothing without a second factor. Development loosens this, production cannot.
SECOND_FACTOR_REQUIRED = True
# Twelve hours at most for everybody, half an hour idle for staff roles: accounts/sessions.py.
SESSION_COOKIE_AGE = 12 * 60 * 60

WAGTAILUSERS_PASSWORD_ENABLED = False
