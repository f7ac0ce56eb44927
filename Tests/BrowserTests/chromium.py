"""Headless Chromium, as all tests drive it."""

import shutil

from selenium import webdriver
from selenium.webdriver.chrome.service import Service


def start(profile=None):
    """A browser; with the folder of a profile, what it keeps there is there the next time."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1000,760"):
        options.add_argument(argument)
    if profile is not None:
        options.add_argument(f"--user-data-dir={profile}")
    return webdriver.Chrome(options=options, service=Service(shutil.which("chromedriver")))
