"""Settings of the platform. Every shop on it has its own contract with the payment provider, kept with the shop."""

import os

SECRET_KEY = os.environ.get("SECRET_KEY", "for-this-machine-only")
DEBUG = os.environ.get("DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1 localhost").split()
ROOT_URLCONF = "mall.urls"
INSTALLED_APPS = ["shops"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": os.environ.get("DATABASE", "mall.sqlite3")}}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
LANGUAGE_CODE = "ja"
TIME_ZONE = "Asia/Tokyo"
USE_TZ = True
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"shops": {"handlers": ["console"], "level": "INFO"}},
}

GMO_BASE_URL = os.environ.get("GMO_BASE_URL", "https://p01.mul-pay.jp")
GMO_LINK_URL = os.environ.get("GMO_LINK_URL", "https://link.mul-pay.jp")
