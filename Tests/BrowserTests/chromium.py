"""Headless Chromium, driven through WebDriver by Debian's chromedriver."""

import shutil

from selenium import webdriver
from selenium.common.exceptions import WebDriverException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By


def start(profile=None):
    """A browser; with the folder of a profile, what it keeps there is there the next time."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1000,760"):
        options.add_argument(argument)
    if profile is not None:
        options.add_argument(f"--user-data-dir={profile}")
    # On a busy machine a browser may not come up in the time that its driver allows.
    for attempt in (1, 2, 3):
        try:
            return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
        except WebDriverException:
            if attempt == 3:
                raise


class Chromium:
    """One browser with one profile. The stories are written against this class and `firefox.Firefox`, which has the same
    members; what they do not have the stories do not use.
    """

    name = "Chromium"
    # What the application calls it in the list of devices.
    label = "Chrome on Linux"
    # What a call fails with, while one page gives way to the next too.
    Error = WebDriverException

    def __init__(self, profile=None):
        self._driver = start(profile)
        self.quit = self._driver.quit

    def open(self, address):
        """Returns when the page is loaded."""
        self._driver.get(address)

    def back(self):
        self._driver.back()

    def run(self, body, *arguments):
        """A function of that body in the page; what it returns, or what the promise it returns comes to."""
        return self._driver.execute_script(body, *arguments)

    def press(self, selector):
        self._driver.find_element(By.CSS_SELECTOR, selector).click()

    def write(self, selector, text):
        """In place of what stands in the field."""
        field = self._driver.find_element(By.CSS_SELECTOR, selector)
        field.clear()
        field.send_keys(text)

    def cookies(self):
        """Those of the page, each with name, value, path, secure, httpOnly, sameSite, and expiry if it outlives the
        browser.
        """
        return self._driver.get_cookies()

    def plant(self, cookie):
        """Puts one of `cookies` back."""
        self._driver.add_cookie({k: cookie[k] for k in ("name", "value", "path", "secure", "httpOnly", "sameSite")})

    @property
    def window(self):
        return self._driver.current_window_handle

    @window.setter
    def window(self, window):
        self._driver.switch_to.window(window)

    def open_window(self):
        self._driver.switch_to.new_window("tab")

    def pretend(self, agent):
        """To be another program, in the User-Agent field."""
        self._driver.execute_cdp_cmd("Network.setUserAgentOverride", {"userAgent": agent})

    def picture(self, path, width, height, dark, look):
        """Of the window at that size, into a file. `look` is called while it has that size."""
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500}
        self._driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self._driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        try:
            assert self._driver.save_screenshot(str(path))
            look()
        finally:
            self._driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
