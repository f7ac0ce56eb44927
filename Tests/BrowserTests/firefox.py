"""Headless Firefox, driven through its own WebDriver BiDi port: Debian 12 has no geckodriver."""

import base64
import pathlib
import re
import shutil
import subprocess
import tempfile

from bidi import BiDiError, Session, from_remote, to_remote

# A browser that asks nobody but the pages it is sent to.
PREFERENCES = {
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.dns.disablePrefetch": True,
    "network.http.speculative-parallel-limit": 0,
    "services.settings.server": "data:,",
    "signon.rememberSignons": False,
}


class Firefox:
    """One browser with one profile: the members of `chromium.Chromium`, where they are explained."""

    name = "Firefox"
    label = "Firefox on Linux"
    Error = BiDiError

    def __init__(self, profile=None):
        self._own_profile = None if profile else tempfile.TemporaryDirectory(
            prefix="hardtack-firefox-", ignore_cleanup_errors=True
        )
        folder = pathlib.Path(profile or self._own_profile.name)
        lines = [f'user_pref("{name}", {as_preference(value)});' for name, value in PREFERENCES.items()]
        (folder / "user.js").write_text("\n".join(lines) + "\n")
        self._process = subprocess.Popen(
            [shutil.which("firefox-esr"), "--headless", "--no-remote", "--remote-debugging-port=0", "--profile", folder],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._session = Session(self._address())
        # The first window shows a page of the browser's own, from which no site can be opened.
        self.open_window()

    def _address(self):
        """Where it listens, which it says when it does."""
        printed = ""
        for line in self._process.stderr:
            if found := re.search(r"WebDriver BiDi listening on (ws://\S+)", line):
                return found[1]
            printed += line
        raise BiDiError(f"Firefox did not start: {printed}")

    def quit(self):
        if self._process.poll() is not None:
            return
        try:
            self._session.call("browser.close")
            self._session.close()
            self._process.wait(timeout=60)
        except (BiDiError, subprocess.TimeoutExpired):
            self._process.kill()
            self._process.wait(timeout=60)
        self._process.stderr.close()
        if self._own_profile:
            self._own_profile.cleanup()

    def open(self, address):
        self._call("browsingContext.navigate", url=address, wait="complete")

    def back(self):
        self._call("browsingContext.traverseHistory", delta=-1)

    def run(self, body, *arguments):
        answer = self._session.call(
            "script.callFunction",
            functionDeclaration=f"function () {{ {body} }}",
            arguments=[to_remote(argument) for argument in arguments],
            awaitPromise=True,
            target={"context": self._window},
        )
        if answer["type"] != "success":
            raise BiDiError(f"{body}: {answer['exceptionDetails']['text']}")
        return from_remote(answer["result"])

    def press(self, selector):
        element = self._show(selector)
        self._perform(
            "pointer",
            {"type": "pointerMove", "x": 0, "y": 0, "origin": {"type": "element", "element": element}},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        )

    def write(self, selector, text):
        self._show(selector)
        self.run("const field = document.querySelector(arguments[0]); field.value = ''; field.focus()", selector)
        self._perform("key", *({"type": kind, "value": each} for each in text for kind in ("keyDown", "keyUp")))

    def _show(self, selector):
        """Brings an element into view; a reference to it."""
        node = self.run(
            """const element = document.querySelector(arguments[0])
            element?.scrollIntoView({block: 'center', behavior: 'instant'})
            return element""",
            selector,
        )
        if node is None:
            raise BiDiError(f"there is no {selector} on this page")
        return {"sharedId": node["sharedId"]}

    def _perform(self, kind, *actions):
        self._call("input.performActions", actions=[{"type": kind, "id": kind, "actions": list(actions)}])

    def cookies(self):
        return [from_bidi(each) for each in self._session.call("storage.getCookies", **self._partition)["cookies"]]

    def plant(self, cookie):
        self._session.call(
            "storage.setCookie",
            cookie={
                "name": cookie["name"],
                "value": {"type": "string", "value": cookie["value"]},
                "domain": self.run("return location.hostname"),
                "path": cookie["path"],
                "secure": cookie["secure"],
                "httpOnly": cookie["httpOnly"],
                "sameSite": cookie["sameSite"].lower(),
            },
            **self._partition,
        )

    @property
    def window(self):
        return self._window

    @window.setter
    def window(self, window):
        self._window = window
        self._call("browsingContext.activate")

    def open_window(self):
        self._window = self._session.call("browsingContext.create", type="tab")["context"]

    def pretend(self, agent):
        self._session.call("emulation.setUserAgentOverride", contexts=[self._window], userAgent=agent)

    def picture(self, path, width, height, dark, look):
        # Firefox 153 has no command for the colour scheme.
        if dark:
            return
        self._call("browsingContext.setViewport", viewport={"width": width, "height": height}, devicePixelRatio=1)
        try:
            data = self._call("browsingContext.captureScreenshot", origin="viewport")["data"]
            path.write_bytes(base64.b64decode(data))
            look()
        finally:
            self._call("browsingContext.setViewport", viewport=None, devicePixelRatio=None)

    def _call(self, method, **parameters):
        """A command to the window."""
        return self._session.call(method, context=self._window, **parameters)

    @property
    def _partition(self):
        return {"partition": {"type": "context", "context": self._window}}


def from_bidi(cookie):
    """A cookie in the terms of WebDriver."""
    kept = {name: cookie[name] for name in ("name", "path", "secure", "httpOnly")}
    kept |= {"value": cookie["value"]["value"], "sameSite": cookie["sameSite"].capitalize()}
    return {**kept, "expiry": cookie["expiry"]} if "expiry" in cookie else kept


def as_preference(value):
    return f'"{value}"' if isinstance(value, str) else str(value).lower()
