"""The web application as the application server loads it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polakor.settings.production")

application = get_wsgi_application()
