"""The login application as a person with curl and a cookie file sees it."""

import base64
import os
import pathlib
import socket
import ssl
import stat
import subprocess
import tempfile
import unittest

from proxy import Proxy
from server import Server, free_port, refuse_to_start, token, visits


class Curl:
    """curl with one cookie file, the way a shell script would use it."""

    def __init__(self, server, address=None, *options):
        self.address = address or server.address
        self.options = options
        self.jar = server.folder / "cookies.txt"

    def send(self, path, *options, **form):
        """Returns the status, the lines of the head and the body."""
        command = ["curl", "--silent", "--show-error", "--include", "--cookie", self.jar, "--cookie-jar", self.jar]
        for name, value in form.items():
            command += ["--data-urlencode", f"{name}={value}"]
        command += [*self.options, *options, self.address + path]
        reply = subprocess.run(command, capture_output=True, check=True, timeout=30)
        head, _, body = reply.stdout.decode().partition("\r\n\r\n")
        lines = head.split("\r\n")
        return int(lines[0].split()[1]), lines[1:], body

    def submit(self, page, path, **form):
        """A form of that page, sent as a browser sends it: with the token, and with where it comes from."""
        _, _, body = self.send(page)
        return self.send(path, "--header", f"Origin: {self.address}", csrf_token=token(body), **form)

    def cookie(self, name):
        for line in self.jar.read_text().splitlines():
            fields = line.split("\t")
            if len(fields) == 7 and fields[5] == name:
                return fields[6]
        return None


def set_cookies(head):
    return [line.split(": ", 1)[1] for line in head if line.lower().startswith("set-cookie: ")]


class LoginWithCurl(unittest.TestCase):
    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        self.printed = self.server.start()
        self.curl = Curl(self.server)

    def log_in(self, name="ada", password="correct horse"):
        return self.curl.submit("/login", "/login", username=name, password=password)

    def sign_up(self, name="ada", password="correct horse"):
        return self.curl.submit("/signup", "/signup", username=name, password=password)

    def test_it_says_where_it_is(self):
        for expected in (self.server.address, "login.sqlite", "login.key", "demo"):
            self.assertIn(expected, self.printed)
        for name in ("login.sqlite", "login.key"):
            mode = stat.S_IMODE((self.server.folder / name).stat().st_mode)
            self.assertEqual(mode, 0o600, name)

    def test_the_whole_story(self):
        status, head, _ = self.sign_up()
        self.assertEqual(status, 303)
        self.assertIsNotNone(self.curl.cookie("__Host-guest"))
        self.assertIsNotNone(self.curl.cookie("__Host-csrf"))
        _, _, body = self.curl.send("/login")
        self.assertIn("Your account is ready", body)
        _, _, body = self.curl.send("/login")
        self.assertNotIn("Your account is ready", body, "the message is shown once")

        status, head, _ = self.log_in()
        self.assertEqual(status, 303)
        first = self.curl.cookie("__Host-id")
        self.assertRegex(first, r"^[A-Za-z0-9_-]{43}$")
        lines = set_cookies(head)
        self.assertIn(f"__Host-id={first}; Path=/; Secure; HttpOnly; SameSite=Strict", lines)
        self.assertEqual([line for line in lines if "Domain" in line], [])
        # The login ends what belonged to the visitor. Asked of the response and not of the cookie file: of two deletions in
        # one response curl 7.88 carries out the last.
        for name in ("__Host-guest", "__Host-csrf"):
            line = next(line for line in lines if line.startswith(f"{name}=;"))
            self.assertIn("Max-Age=0", line)
        self.assertIn("cache-control: no-store", [line.lower() for line in head])

        for count in (1, 2, 3):
            _, head, body = self.curl.send("/")
            self.assertEqual(visits(body), count)
            self.assertEqual(set_cookies(head), [])
        self.assertEqual(self.server.stop(), 0)
        self.server.start()
        self.assertEqual(visits(self.curl.send("/")[2]), 4)

        # Logging in again while logged in gives a new ID and keeps the session.
        self.log_in()
        second = self.curl.cookie("__Host-id")
        self.assertNotEqual(second, first)
        self.assertEqual(visits(self.curl.send("/")[2]), 5)

        self.curl.submit("/", "/logout")
        self.assertIsNone(self.curl.cookie("__Host-id"))
        for old in (first, second):
            reply = subprocess.run(
                ["curl", "--silent", "--header", f"Cookie: __Host-id={old}", self.server.address + "/"],
                capture_output=True,
                check=True,
                timeout=30,
            )
            self.assertIsNone(visits(reply.stdout.decode()))

    def test_the_power_cord(self):
        self.sign_up()
        self.log_in()
        self.curl.send("/")
        self.server.kill()
        self.server.start()
        self.assertEqual(visits(self.curl.send("/")[2]), 2)

    def test_the_database_shows_no_secret(self):
        self.sign_up("eve-the-owner", "a password in nobody's list")
        self.log_in("eve-the-owner", "a password in nobody's list")
        self.curl.send("/")
        value = self.curl.cookie("__Host-id")
        raw = base64.urlsafe_b64decode(value + "=")
        files = self.server.files()
        self.assertIn("login.sqlite-wal", files)
        for name in ("login.sqlite", "login.sqlite-wal"):
            for needle in (value.encode(), raw, raw[4:], b"a password in nobody's list", b"visits", b"flash"):
                self.assertNotIn(needle, files[name], name)

    def test_wrong_password_and_unknown_name_look_alike(self):
        self.sign_up()
        wrong = self.log_in(password="wrong horse")
        unknown = self.log_in(name="nobody", password="wrong horse")
        self.assertEqual(wrong[0], 401)
        page = lambda reply, name: reply[2].replace(f'value="{name}"', "").replace(token(reply[2]), "")
        self.assertEqual(page(wrong, "ada"), page(unknown, "nobody"))
        self.assertIsNone(self.curl.cookie("__Host-id"))

    def test_names_are_escaped_and_checked(self):
        _, _, body = self.log_in("<script>alert(1)</script>", "x")
        self.assertIn("&lt;script&gt;", body)
        self.assertNotIn("<script>", body)
        for name, password in (("", "long enough"), ("a b", "long enough"), ("ada", "short"), ("x" * 65, "long enough")):
            self.assertEqual(self.sign_up(name, password)[0], 422)
        self.assertEqual(self.sign_up()[0], 303)
        self.assertEqual(self.sign_up("ADA", "correct horse")[0], 422, "the name is taken, in any case")

    def test_forms_of_other_sites_are_refused(self):
        _, _, body = self.curl.send("/login")
        good = token(body)
        origin = f"Origin: {self.server.address}"
        for fields, sent in (
            (["Sec-Fetch-Site: cross-site"], good),
            (["Sec-Fetch-Site: same-site"], good),
            (["Origin: https://evil.example"], good),
            ([], good),
            ([origin], good[:-1] + ("A" if good[-1] != "A" else "B")),
            ([origin], ""),
        ):
            headers = [option for field in fields for option in ("--header", field)]
            status, head, body = self.curl.send(
                "/login", *headers, csrf_token=sent, username="demo", password="ships-biscuit"
            )
            self.assertEqual(status, 403, fields)
            self.assertIn("Refused", body)
            self.assertEqual(set_cookies(head), [])
        status, _, _ = self.curl.send(
            "/login", "--header", origin, csrf_token=good, username="demo", password="ships-biscuit"
        )
        self.assertEqual(status, 303, "the same form with what belongs to it")

    def test_what_the_pages_may_do(self):
        for path in ("/", "/login", "/nowhere", "/style.css"):
            _, head, body = self.curl.send(path)
            fields = dict(line.lower().split(": ", 1) for line in head if ": " in line)
            self.assertTrue(fields["content-security-policy"].startswith("default-src 'none'; style-src 'self'"), path)
            self.assertNotIn("unsafe", fields["content-security-policy"])
            self.assertEqual(fields["x-content-type-options"], "nosniff")
            for inline in ("<script", "<style", " style=", "onclick", "http://", "https://"):
                self.assertNotIn(inline, body, path)

    def test_members_only(self):
        for path in ("/devices", "/settings", "/cookie", "/confirm", "/admin"):
            status, head, _ = self.curl.send(path)
            self.assertEqual(status, 303, path)
            self.assertIn("location: /login", [line.lower() for line in head])


class BehindATLSProxy(unittest.TestCase):
    """https at a proxy, plain HTTP behind it, under a name that no browser takes for its own machine."""

    HOST = "login.test"

    def setUp(self):
        self.server = Server()
        self.addCleanup(self.server.close)
        certificate, key = self.server.folder / "proxy.pem", self.server.folder / "proxy.pem.key"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
            + ["-subj", f"/CN={self.HOST}", "-addext", f"subjectAltName=DNS:{self.HOST}"]
            + ["-out", certificate, "-keyout", key],
            check=True,
            capture_output=True,
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        proxy = Proxy(self.server, tls=context)
        self.addCleanup(proxy.close)
        self.origin = f"https://{self.HOST}:{proxy.port}"
        self.server.start(ORIGIN=self.origin)
        resolve = [f"{self.HOST}:{port}:127.0.0.1" for port in (proxy.port, self.server.port)]
        self.options = ["--cacert", certificate, *(option for each in resolve for option in ("--resolve", each))]
        self.curl = Curl(self.server, self.origin, *self.options)

    def log_in(self, origin):
        _, _, body = self.curl.send("/login")
        form = {"csrf_token": token(body), "username": "demo", "password": "ships-biscuit"}
        return self.curl.send("/login", "--header", f"Origin: {origin}", **form)

    def test_a_login_over_https_is_kept_and_is_never_sent_in_the_clear(self):
        status, head, _ = self.log_in(self.origin)
        self.assertEqual(status, 303)
        self.assertIn("location: /", [line.lower() for line in head])
        line = next(line for line in set_cookies(head) if line.startswith("__Host-id="))
        self.assertTrue(line.endswith("; Path=/; Secure; HttpOnly; SameSite=Strict"), line)
        for count in (1, 2):
            self.assertEqual(visits(self.curl.send("/")[2]), count)
        plain = Curl(self.server, f"http://{self.HOST}:{self.server.port}", *self.options)
        self.assertIsNone(visits(plain.send("/")[2]), "the cookie is Secure")
        self.assertEqual(visits(self.curl.send("/")[2]), 3)

    def test_the_origin_is_the_one_that_browsers_see(self):
        for origin in (f"http://{self.HOST}:{self.server.port}", f"http://localhost:{self.server.port}", "null"):
            self.assertEqual(self.log_in(origin)[0], 403, origin)
        self.assertEqual(self.log_in(self.origin)[0], 303)


class RefusingToStart(unittest.TestCase):
    """One clear line and a status other than 0."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="hardtack-login-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def refused(self, expected, **environment):
        status, output, errors = refuse_to_start(self.folder, **{"PORT": str(free_port()), **environment})
        self.assertNotEqual(status, 0)
        self.assertGreaterEqual(status, 0, "it was killed by a signal")
        self.assertEqual(output, "")
        self.assertEqual(len(errors.splitlines()), 1, errors)
        self.assertIn(expected, errors)

    def test_port_in_use(self):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen()
            port = listener.getsockname()[1]
            self.refused(f"Port {port} is in use", PORT=str(port))

    def test_port_that_is_none(self):
        for port in ("http", "-1", "0", "65536", "80 80", ""):
            self.refused("PORT", PORT=port)

    def test_settings_that_are_none(self):
        for name, text in (
            ("RENEW_SECONDS", "0"),
            ("AHEAD_SECONDS", "soon"),
            ("ORIGIN", "localhost:8080"),
            ("ORIGIN", "http://localhost:8080/"),
        ):
            self.refused(name, **{name: text})

    def test_database_in_a_folder_that_is_not_there(self):
        self.refused("nowhere", DATABASE="nowhere/login.sqlite", KEYS=str(self.folder / "login.key"))

    def test_database_that_is_a_folder(self):
        (self.folder / "folder").mkdir()
        self.refused("folder", DATABASE="folder", KEYS=str(self.folder / "login.key"))

    def test_database_that_is_none(self):
        (self.folder / "login.sqlite").write_bytes(b"no database at all" * 100)
        self.refused("login.sqlite")

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_database_that_may_not_be_written(self):
        self.folder.chmod(0o500)
        self.addCleanup(self.folder.chmod, 0o700)
        self.refused("login")

    def test_bad_key_files(self):
        key = self.folder / "login.key"
        for text in ("", "not a key\n", "hardtack-key-v1:" + "A" * 51 + "\n"):
            key.write_text(text)
            key.chmod(0o600)
            self.refused("login.key")

    def test_key_file_that_others_can_read(self):
        key = self.folder / "login.key"
        key.write_text("hardtack-key-v1:" + "A" * 51 + "\n")
        key.chmod(0o644)
        self.refused("login.key")


if __name__ == "__main__":
    unittest.main()
