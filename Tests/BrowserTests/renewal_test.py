"""IDs that are renewed while answers are slow or lost, and cookies that outlive the browser."""

import tempfile
import unittest

from proxy import Proxy
from story import Story, in_each_browser


@in_each_browser
class Renewal(Story):
    def setUp(self):
        super().setUp()
        self.proxy = Proxy(self.server)
        self.addCleanup(self.proxy.close)
        self.ahead = 0
        self.restart()
        self.ada = self.person(self.proxy.address)
        self.ada.log_in()
        self.one = self.ada.browser.window
        self.ada.browser.open_window()
        self.two = self.ada.browser.window
        self.ada.open()

    def restart(self, seconds=0):
        """Once more, with the sessions' clock that much farther ahead."""
        self.ahead += seconds
        self.server.stop()
        self.server.start(ORIGIN=self.proxy.address, RENEW_SECONDS="60", AHEAD_SECONDS=str(self.ahead))

    def ask_slowly(self, path):
        """In the first window; the answer stays on its way."""
        hold = self.proxy.hold(path)
        self.ada.browser.window = self.one
        # Not at once, or the browser would wait with its answer to us for that one.
        self.ada.browser.run("setTimeout(() => location.assign(arguments[0]), 50)", path)
        self.ada.browser.window = self.two
        hold.wait()
        return hold

    def assert_logged_in(self, window):
        self.ada.browser.window = window
        self.ada.open()
        self.assertIsNotNone(self.ada.visits)

    def test_two_windows_stay_logged_in_while_the_ID_is_renewed(self):
        first = self.ada.value()
        self.restart(120)
        slow = self.ask_slowly("/cookie")
        self.assertEqual(self.ada.value(), first, "the answer with the new ID is on its way")
        self.ada.open("/devices")
        self.assertIn("This device", self.ada.page, "the second window is no stranger")
        second = self.ada.value()
        self.assertNotEqual(second, first)
        self.ada.open()
        self.assertIsNotNone(self.ada.visits)
        slow.release()
        for window in (self.one, self.two):
            self.assert_logged_in(window)
        self.assertEqual(self.ada.value(), second, "there is one successor, whoever brings it")

    def test_an_answer_that_is_lost_logs_nobody_out(self):
        first = self.ada.value()
        self.restart(120)
        slow = self.ask_slowly("/cookie")
        self.assertEqual(self.ada.value(), first)
        # From here on Chromium may ask once more by itself.
        slow.lose()
        self.assert_logged_in(self.two)
        self.assertNotEqual(self.ada.value(), first)
        self.assert_logged_in(self.one)

    def test_a_form_that_was_open_before_the_renewal_still_works(self):
        self.ada.open("/settings")
        before = self.ada.value()
        self.restart(120)
        self.ada.browser.window = self.one
        self.ada.open()
        self.assertNotEqual(self.ada.value(), before)
        self.ada.browser.window = self.two
        self.ada.submit("#rename", displayName="Ada")
        self.assertIn("you are called Ada", self.ada.page)

    def test_half_an_hour_without_use_is_the_end(self):
        self.restart(1_700)
        self.ada.open()
        self.assertIsNotNone(self.ada.visits)
        self.restart(1_900)
        self.ada.open()
        self.assertIsNone(self.ada.visits)


@in_each_browser
class Remembering(Story):
    def test_a_cookie_to_be_remembered_survives_the_browser_and_a_plain_one_does_not(self):
        for remember in (True, False):
            folder = tempfile.TemporaryDirectory(prefix="hardtack-profile-", ignore_cleanup_errors=True)
            with self.subTest(remember=remember), folder as profile:
                before = self.person(profile=profile)
                before.log_in(remember=remember)
                self.assertEqual("expiry" in before.cookie(), remember)
                value = before.value()
                before.open("/cookie")
                self.assertEqual("Max-Age=1209600" in before.text("pre"), remember)
                before.browser.quit()

                after = self.person(profile=profile)
                after.open()
                self.assertEqual(after.visits is not None, remember)
                self.assertEqual(after.value(), value if remember else None)
                after.browser.quit()

    def test_a_remembered_session_outlives_the_idle_timeout_and_ends_after_two_weeks(self):
        ada = self.person()
        ada.log_in(remember=True)
        for days, isLoggedIn in ((13, True), (15, False)):
            self.server.stop()
            self.server.start(AHEAD_SECONDS=str(days * 86_400))
            ada.open()
            self.assertEqual(ada.visits is not None, isLoggedIn)


if __name__ == "__main__":
    unittest.main()
