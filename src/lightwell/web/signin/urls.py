"""The addresses of the steps of signing in, and of what a person can change about how they do. allauth asks for the first two names."""

from __future__ import annotations

from django.urls import path

from lightwell.web.access.views import sign_in
from lightwell.web.signin import directory_views, own_views, set_up_views, step_views

urlpatterns = [
    path("sign-in/", sign_in, name="account_login"),
    path("sign-in/second-step/", step_views.second_step, name="mfa_authenticate"),
    path("sign-in/set-up/", set_up_views.choose, name="signin_set_up"),
    path("sign-in/directory/<slug:name>/", directory_views.ask, name="signin_ask"),
    path("sign-in/directory/<slug:name>/back/", directory_views.answered, name="signin_answered"),
    path("sign-in/authenticator-app/", set_up_views.app, name="signin_app"),
    path("sign-in/passkey/", set_up_views.passkey, name="signin_passkey"),
    path("sign-in/recovery-codes/", set_up_views.codes, name="signin_codes"),
    path("how-you-sign-in/", own_views.index, name="signin_own"),
    path("how-you-sign-in/password/", own_views.password, name="signin_password"),
    path("how-you-sign-in/remove/<int:id>/", own_views.remove, name="signin_remove"),
    path("how-you-sign-in/again/", own_views.again, name="signin_again"),
    path("how-you-sign-in/sign-out-everywhere/", own_views.sign_out_everywhere, name="signin_out_everywhere"),
]
