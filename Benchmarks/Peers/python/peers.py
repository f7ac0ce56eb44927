"""Python's peers: itsdangerous, Django, Flask, Werkzeug, cryptography, and the standard library."""

import base64
import http.cookies
import os
import platform
import secrets
import sys
import tempfile
from datetime import timedelta
from importlib.metadata import version

import django
import flask
import itsdangerous
import werkzeug.http
import werkzeug.test
from cryptography.fernet import Fernet
from django.conf import settings

from harness import main, measure

HEADER = sys.stdin.readline().strip() if sys.argv[1:] == ["serve"] else os.environ["COOKIE_HEADER"]
PAYLOAD = bytes([0x5A]) * 100
TEXT = PAYLOAD.decode()
BYTES = bytes([0x5A]) * 200
VALUE = "4Qm0Zs1bq0oYl7cXn5vJ2hTt8uRk3wEe6yAa9pBbDdF"

python = f"Python {platform.python_version()}"
folder = tempfile.TemporaryDirectory()


def repeat(body):
    """`body` as something that is done n times."""

    def run(count):
        for _ in range(count):
            body()

    return run


# The standard library

measure("random", "Python secrets", python, repeat(lambda: secrets.token_bytes(32)))


def encode():
    return base64.urlsafe_b64encode(BYTES).rstrip(b"=")


encoded = encode()


def decode():
    return base64.urlsafe_b64decode(encoded + b"=" * (-len(encoded) % 4))


assert decode() == BYTES
measure("base64url.encode", "Python base64", python, repeat(encode))
measure("base64url.decode", "Python base64", python, repeat(decode))
simple = http.cookies.SimpleCookie(HEADER)
assert simple["__Host-id"].value == VALUE
measure("cookie.parse", "Python http.cookies", python, repeat(lambda: http.cookies.SimpleCookie(HEADER)["__Host-id"].value))


# itsdangerous

dangerous = f"itsdangerous {version('itsdangerous')}"
signer = itsdangerous.TimestampSigner(secrets.token_hex(32))
signed = signer.sign(PAYLOAD)
assert signer.unsign(signed, max_age=3600) == PAYLOAD
measure("signed.write", "itsdangerous", dangerous, repeat(lambda: signer.sign(PAYLOAD)))
measure("signed.read", "itsdangerous", dangerous, repeat(lambda: signer.unsign(signed, max_age=3600)))


# cryptography.Fernet

fernet = Fernet(Fernet.generate_key())
fernet_version = f"cryptography {version('cryptography')}"
sealed = fernet.encrypt(PAYLOAD)
assert fernet.decrypt(sealed, ttl=3600) == PAYLOAD
measure("sealed.write", "Fernet", fernet_version, repeat(lambda: fernet.encrypt(PAYLOAD)))
measure("sealed.read", "Fernet", fernet_version, repeat(lambda: fernet.decrypt(sealed, ttl=3600)))


# Django

settings.configure(
    SECRET_KEY=secrets.token_hex(32),
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["django.contrib.sessions"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.path.join(folder.name, "django.sqlite"),
            "OPTIONS": {"init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"},
        }
    },
    CACHES={
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 1_000_000},
        }
    },
    SESSION_SERIALIZER="django.contrib.sessions.serializers.JSONSerializer",
)
django.setup()

from django.contrib.sessions.middleware import SessionMiddleware  # noqa: E402
from django.core import signing  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.http import HttpRequest, HttpResponse, parse_cookie  # noqa: E402

django_version = f"Django {django.get_version()}"
django_signer = signing.TimestampSigner()
django_signed = django_signer.sign(TEXT)
assert django_signer.unsign(django_signed, max_age=timedelta(hours=1)) == TEXT
measure("signed.write", "Django signing", django_version, repeat(lambda: django_signer.sign(TEXT)))
measure("signed.read", "Django signing", django_version, repeat(lambda: django_signer.unsign(django_signed, max_age=3600)))
assert parse_cookie(HEADER)["__Host-id"] == VALUE
measure("cookie.parse", "Django", django_version, repeat(lambda: parse_cookie(HEADER)["__Host-id"]))


def django_line():
    response = http.cookies.SimpleCookie()
    response["__Host-id"] = VALUE
    cookie = response["__Host-id"]
    cookie["path"] = "/"
    cookie["secure"] = True
    cookie["httponly"] = True
    cookie["samesite"] = "Strict"
    return cookie.OutputString()


measure("set-cookie", "Python http.cookies", python, repeat(django_line))


class DjangoSessions:
    """A request's way through Django's session middleware. Requests are made beforehand, their cookies parsed."""

    def __init__(self, engine):
        # The middleware asks for it when it is made.
        settings.SESSION_ENGINE = engine
        self.handle = None
        self.middleware = SessionMiddleware(self.respond)
        self.plain = HttpRequest()
        self.user = HttpRequest()
        self.logging_in(self.user)

    def logging_in(self, request):
        """Gives `request` the cookie of a new login."""
        response = self.serve(self.plain, self.log_in)
        request.COOKIES[settings.SESSION_COOKIE_NAME] = response.cookies[settings.SESSION_COOKIE_NAME].value

    def respond(self, request):
        self.handle(request)
        return HttpResponse()

    def serve(self, request, handle):
        self.handle = handle
        response = self.middleware(request)
        if response.cookies:
            response.cookies.output()
        return response

    def log_in_and_out(self):
        request = HttpRequest()
        self.logging_in(request)
        self.serve(request, lambda request: request.session.flush())

    def log_in(self, request):
        # What django.contrib.auth.login does to a session.
        request.session.cycle_key()
        request.session["_auth_user_id"] = "user-1"
        request.session["theme"] = "dark"
        request.session["visits"] = 1

    def read(self, request):
        if request.session["theme"] != "dark":
            raise ValueError

    def write(self, request):
        request.session["visits"] += 1

    def measure(self, group, name):
        operations = {
            "none": repeat(lambda: self.serve(self.plain, lambda request: None)),
            "read": repeat(lambda: self.serve(self.user, self.read)),
            "write": repeat(lambda: self.serve(self.user, self.write)),
            "login": repeat(lambda: self.serve(self.plain, self.log_in)),
            "logout": repeat(self.log_in_and_out),
        }
        for operation, body in operations.items():
            measure(f"{group}.{operation}", name, django_version, body)


call_command("migrate", verbosity=0)
DjangoSessions("django.contrib.sessions.backends.cache").measure("memory", "Django cache sessions")
DjangoSessions("django.contrib.sessions.backends.signed_cookies").measure("cookie-only", "Django signed_cookies")
DjangoSessions("django.contrib.sessions.backends.db").measure("sqlite", "Django db sessions")


# Flask

flask_version = f"Flask {version('flask')}, Werkzeug {version('werkzeug')}"
application = flask.Flask("peer")
application.secret_key = secrets.token_hex(32)
interface = application.session_interface


class FlaskSessions:
    """What Flask does with a session around a handler."""

    def __init__(self):
        self.plain = werkzeug.test.EnvironBuilder().get_environ()
        line = self.serve(self.plain, self.log_in)
        self.environment = {**self.plain, "HTTP_COOKIE": line.split(";")[0]}

    def serve(self, environment, handle):
        request = application.request_class(environment)
        session = interface.open_session(application, request)
        handle(session)
        response = application.response_class()
        interface.save_session(application, session, response)
        return response.headers.get("Set-Cookie")

    def log_in(self, session):
        session["user"] = "user-1"
        session["theme"] = "dark"
        session["visits"] = 1

    def read(self, session):
        if session["theme"] != "dark":
            raise ValueError

    def write(self, session):
        session["visits"] += 1


flasks = FlaskSessions()
measure("cookie-only.none", "Flask", flask_version, repeat(lambda: flasks.serve(flasks.plain, lambda session: None)))
measure("cookie-only.read", "Flask", flask_version, repeat(lambda: flasks.serve(flasks.environment, flasks.read)))
measure("cookie-only.write", "Flask", flask_version, repeat(lambda: flasks.serve(flasks.environment, flasks.write)))
measure("cookie-only.login", "Flask", flask_version, repeat(lambda: flasks.serve(flasks.plain, flasks.log_in)))

werkzeug_version = f"Werkzeug {version('werkzeug')}"
assert werkzeug.http.parse_cookie(HEADER)["__Host-id"] == VALUE
measure("cookie.parse", "Werkzeug", werkzeug_version, repeat(lambda: werkzeug.http.parse_cookie(HEADER)["__Host-id"]))
measure(
    "set-cookie",
    "Werkzeug",
    werkzeug_version,
    repeat(
        lambda: werkzeug.http.dump_cookie(
            "__Host-id", VALUE, path="/", secure=True, httponly=True, samesite="Strict"
        )
    ),
)

main()
