"""The login application in a browser: from the first visit to the logout."""

import unittest

from story import Story, in_each_browser


@in_each_browser
class Login(Story):
    def test_the_whole_story(self):
        ada = self.person()
        ada.open()
        ada.keep_both("welcome")
        self.assertEqual(ada.browser.cookies(), [], "a visitor who only reads is given no cookie")

        ada.open("/signup")
        ada.submit(username="ada", password="correct horse")
        self.assertIn("Your account is ready", ada.page)
        self.assertIsNotNone(ada.cookie("__Host-guest"))
        ada.keep_both("login")

        ada.submit(username="ada", password="correct horse")
        self.assertIn("Hello, ada", ada.page)
        self.assertEqual([cookie["name"] for cookie in ada.browser.cookies()], ["__Host-id"])
        first = ada.cookie()
        self.assertTrue(first["httpOnly"])
        self.assertTrue(first["secure"])
        self.assertEqual(first["sameSite"], "Strict")
        self.assertEqual(first["path"], "/")
        self.assertNotIn("expiry", first)

        # The first visit was the redirect after the login.
        for count in (2, 3):
            ada.open()
            self.assertEqual(ada.visits, count)
        self.server.stop()
        self.server.start()
        ada.open()
        self.assertEqual(ada.visits, 4, "the cookie survives a restart of the server")
        self.assertEqual(ada.value(), first["value"])
        ada.keep_both("home")
        ada.keep("home-dark", dark=True)

        ada.open("/login")
        ada.submit(username="ada", password="correct horse")
        second = ada.cookie()
        self.assertNotEqual(second["value"], first["value"])
        self.assertEqual(ada.visits, 5)

        ada.submit("form[action='/logout']")
        self.assertIsNone(ada.cookie())
        self.assertIn("Welcome aboard", ada.page)
        for old in (first, second):
            ada.open()
            ada.browser.plant(old)
            self.assertEqual(ada.value(), old["value"])
            ada.open()
            self.assertIsNone(ada.visits, "the old value counts nothing")

    def test_a_wrong_password(self):
        ada = self.person()
        ada.open("/login")
        ada.submit(username="demo", password="wrong")
        self.assertIn("Name or password is wrong", ada.page)
        ada.keep("wrong-password")
        ada.open("/nowhere")
        self.assertIn("Nothing here", ada.page)
        ada.keep("not-found")

    def test_the_back_button_after_a_logout_shows_nothing_private(self):
        ada = self.person()
        ada.log_in()
        ada.open("/settings")
        ada.open("/devices")
        self.assertIn("This device", ada.page)
        ada.submit("form[action='/logout']")
        for _ in range(3):
            ada.back()
            for private in ("This device", "What we call you", "Hello, demo"):
                self.assertNotIn(private, ada.page)
            self.assertIsNone(ada.visits)

    def test_a_script_can_neither_read_nor_replace_the_cookie(self):
        ada = self.person()
        ada.log_in()
        value = ada.value()
        self.assertEqual(ada.browser.run("return document.cookie"), "")
        seen = "return cookieStore.getAll().then(all => all.map(cookie => cookie.name))"
        self.assertEqual(ada.browser.run(seen), [])
        ada.browser.run("document.cookie = '__Host-id=' + 'A'.repeat(43) + '; Path=/; Secure'")
        self.assertEqual(ada.value(), value)
        ada.open()
        self.assertIsNotNone(ada.visits)

    def test_the_page_about_the_cookie_says_what_the_browser_holds(self):
        ada = self.person()
        ada.log_in()
        ada.open("/cookie")
        ada.keep_both("cookie")
        self.assertNotIn(ada.value(), ada.page)
        line = ada.text("pre")
        self.assertTrue(line.startswith("__Host-id=39 characters" + ada.value()[-4:] + ";"), line)
        self.assertTrue(line.endswith("Path=/; Secure; HttpOnly; SameSite=Strict"), line)
        self.assertIn("Gone when the browser is closed", ada.page)


if __name__ == "__main__":
    unittest.main()
