"""Pages of other sites, and forms without the right token."""

import http.server
import threading
import unittest

from proxy import Proxy
from story import Story, in_each_browser

FORM = "form[action='/devices/revoke-others']"


class OtherSite(http.server.ThreadingHTTPServer):
    """A site with one page. Under the name 127.0.0.1 it is another one than localhost, to a browser too."""

    daemon_threads = True

    def __init__(self, page):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, *arguments):
                pass

        super().__init__(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def close(self):
        self.shutdown()
        self.server_close()


@in_each_browser
class Forgery(Story):
    def setUp(self):
        super().setUp()
        self.proxy = Proxy(self.server)
        self.addCleanup(self.proxy.close)
        self.server.stop()
        self.server.start(ORIGIN=self.proxy.address)
        self.ada = self.person(self.proxy.address)

    def site(self, page):
        site = OtherSite(page)
        self.addCleanup(site.close)
        return site.address

    def cookies_sent(self, method, path):
        return ["__host-id=" in head for head in self.proxy.sent(method, path)]

    def test_a_form_of_another_site_comes_without_the_cookie_and_is_refused(self):
        self.ada.log_in()
        page = (
            f"<form method=post action='{self.proxy.address}/settings/name'>"
            "<input name=displayName value=Mallory><button>Win a prize</button></form>"
        )
        self.ada.browser.open(self.site(page))
        self.ada.submit("form")
        self.assertIn("Refused", self.ada.page)
        self.ada.keep("refused")
        self.assertEqual(self.cookies_sent("POST", "/settings/name"), [False], "SameSite=Strict")
        self.ada.open()
        self.assertIn("Hello, demo", self.ada.page)
        self.assertEqual(self.cookies_sent("GET", "/")[-1], True)

    def test_a_link_of_another_site_comes_without_the_cookie(self):
        self.ada.log_in()
        self.ada.browser.open(self.site(f"<a href='{self.proxy.address}/'>Look here</a>"))
        self.ada.click("a")
        self.assertIn("Welcome aboard", self.ada.page)
        self.assertEqual(self.cookies_sent("GET", "/")[-1], False)
        self.ada.open()
        self.assertIn("Hello, demo", self.ada.page, "the session itself is as it was")

    def test_a_login_form_of_another_site(self):
        page = (
            f"<form method=post action='{self.proxy.address}/login'>"
            "<input name=username value=demo><input name=password value=ships-biscuit><button>Go</button></form>"
        )
        for address in (self.site(page), "data:text/html," + page):
            self.ada.browser.open(address)
            self.ada.submit("form")
            self.assertIn("Refused", self.ada.page)
            self.assertIsNone(self.ada.cookie())

    def test_a_form_without_its_token_is_refused(self):
        self.ada.log_in()
        self.ada.open("/settings")
        self.ada.browser.run("document.querySelector('#rename [name=csrf_token]').remove()")
        self.ada.submit("#rename", displayName="Mallory")
        self.assertIn("Refused", self.ada.page)
        self.ada.open()
        self.assertIn("Hello, demo", self.ada.page)

    def test_a_form_with_the_token_of_another_session_is_refused(self):
        self.ada.log_in()
        eve = self.person(self.proxy.address)
        eve.open("/signup")
        eve.submit(username="eve", password="correct horse")
        visitor = eve.field("[name=csrf_token]")
        eve.submit(username="eve", password="correct horse")
        member = eve.field("[name=csrf_token]")
        for token in (visitor, member, ""):
            self.ada.open("/settings")
            self.ada.forge("#rename [name=csrf_token]", token)
            self.ada.submit("#rename", displayName="Mallory")
            self.assertIn("Refused", self.ada.page)
        self.ada.open("/settings")
        self.ada.submit("#rename", displayName="Ada")
        self.ada.open()
        self.assertIn("Hello, Ada", self.ada.page, "the same form with its own token")

    def test_a_form_from_before_a_logout_is_refused_after_the_next_login(self):
        self.ada.log_in()
        self.ada.open("/settings")
        old = self.ada.field("#rename [name=csrf_token]")
        self.ada.submit("form[action='/logout']")
        self.ada.log_in()
        self.ada.open("/settings")
        self.ada.forge("#rename [name=csrf_token]", old)
        self.ada.submit("#rename", displayName="Mallory")
        self.assertIn("Refused", self.ada.page)


if __name__ == "__main__":
    unittest.main()
