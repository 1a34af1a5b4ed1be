"""Own pages of somebody who is logged in."""

from django.urls import path

from krachtwijken.accounts import views

app_name = "accounts"

urlpatterns = [
    path("mijn/", views.mine, name="mine"),
    path("accounts/2fa/totp/qr.svg", views.totp_qr, name="totp_qr"),
]
