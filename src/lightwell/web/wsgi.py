"""What a WSGI server serves."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.web.settings")

application = get_wsgi_application()

from lightwell.web.safety_checks import refuse_if_unsafe  # noqa: E402 - needs the application to be set up
from lightwell.web.warming import warm_aside  # noqa: E402 - as above

refuse_if_unsafe()  # whatever server this is handed to
warm_aside()
