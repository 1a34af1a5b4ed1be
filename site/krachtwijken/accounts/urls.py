"""Own pages of somebody who is logged in, and asking for an account."""

from django.urls import path

from krachtwijken.accounts import views
from krachtwijken.accounts.applying import views as applying

app_name = "accounts"

urlpatterns = [
    path("mijn/", views.mine, name="mine"),
    path("accounts/2fa/totp/qr.svg", views.totp_qr, name="totp_qr"),
    path("account-aanvragen/", applying.apply_for_account, name="apply"),
    path("account-aanvragen/<str:token>/", applying.application_confirm, name="application_confirm"),
    path("loket/accounts/", applying.applications, name="applications"),
    path("loket/accounts/<int:pk>/", applying.application_detail, name="application_detail"),
]
