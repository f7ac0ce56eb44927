"""The login application in headless Chromium, driven through WebDriver."""

import pathlib
import unittest

from selenium.common.exceptions import WebDriverException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

import chromium
from server import Server, visits

ARTIFACTS = pathlib.Path("artifacts")


class LoginInChromium(unittest.TestCase):
    def setUp(self):
        ARTIFACTS.mkdir(exist_ok=True)
        self.server = Server()
        self.addCleanup(self.server.close)
        self.server.start()
        self.driver = chromium.start()
        self.addCleanup(self.driver.quit)

    def open(self, path="/"):
        self.driver.get(self.server.address + path)

    def submit(self, selector="form", **fields):
        form = self.driver.find_element(By.CSS_SELECTOR, selector)
        for name, value in fields.items():
            form.find_element(By.NAME, name).send_keys(value)
        # Asking an element of the old page whether it is stale races with the change of pages; a mark does not.
        self.driver.execute_script("window.isOldPage = true")
        form.find_element(By.TAG_NAME, "button").click()
        WebDriverWait(self.driver, 20, ignored_exceptions=[WebDriverException]).until(
            lambda driver: driver.execute_script("return !window.isOldPage && document.readyState === 'complete'")
        )

    def cookie(self, name):
        return self.driver.get_cookie(name)

    def keep(self, name, width=1000, height=760):
        self.driver.set_window_size(width, height)
        self.assertTrue(self.driver.save_screenshot(str(ARTIFACTS / f"{name}.png")))

    def test_the_whole_story(self):
        self.open()
        self.keep("welcome")
        self.assertEqual(self.driver.get_cookies(), [], "a visitor who only reads is given no cookie")

        self.open("/signup")
        self.submit(username="ada", password="correct horse")
        self.assertIn("Your account is ready", self.driver.page_source)
        self.assertIsNotNone(self.cookie("__Host-guest"))
        self.keep("login")

        self.submit(username="ada", password="correct horse")
        self.assertIn("Hello, ada", self.driver.page_source)
        self.assertIsNone(self.cookie("__Host-guest"))
        first = self.cookie("__Host-id")
        self.assertTrue(first["httpOnly"])
        self.assertTrue(first["secure"])
        self.assertEqual(first["sameSite"], "Strict")
        self.assertEqual(first["path"], "/")
        self.assertNotIn("expiry", first)
        self.assertEqual(self.driver.execute_script("return document.cookie"), "")

        # The first visit was the redirect after the login.
        for count in (2, 3):
            self.open()
            self.assertEqual(visits(self.driver.page_source), count)
        self.server.stop()
        self.server.start()
        self.open()
        self.assertEqual(visits(self.driver.page_source), 4)
        self.keep("home")
        self.keep("home-phone", 390, 760)

        self.open("/login")
        self.submit(username="ada", password="correct horse")
        second = self.cookie("__Host-id")
        self.assertNotEqual(second["value"], first["value"])
        self.assertEqual(visits(self.driver.page_source), 5)

        self.submit("form[action='/logout']")
        self.assertIsNone(self.cookie("__Host-id"))
        self.assertIn("Welcome aboard", self.driver.page_source)
        self.driver.back()
        self.driver.refresh()
        self.assertIsNone(visits(self.driver.page_source), "the back button shows nothing private")
        for old in (first, second):
            self.open()
            self.driver.add_cookie({k: old[k] for k in ("name", "value", "path", "secure", "httpOnly", "sameSite")})
            self.open()
            self.assertIsNone(visits(self.driver.page_source), "the old value counts nothing")

    def test_a_wrong_password(self):
        self.open("/login")
        self.submit(username="demo", password="wrong")
        self.assertIn("Name or password is wrong", self.driver.page_source)
        self.keep("wrong-password")
        self.open("/nowhere")
        self.assertIn("Nothing here", self.driver.page_source)
        self.keep("not-found")

    def test_a_form_on_another_site(self):
        page = (
            "data:text/html,<form method=post action='"
            + self.server.address
            + "/login'><input name=username value=demo><input name=password value=ships-biscuit><button>Go</button></form>"
        )
        self.driver.get(page)
        self.submit()
        self.assertIn("Refused", self.driver.page_source)
        self.assertIsNone(self.cookie("__Host-id"))


if __name__ == "__main__":
    unittest.main()
