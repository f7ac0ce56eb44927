"""Several devices, the settings that ask who is there, and the page for administrators."""

import unittest

from story import NAME, PASSWORD, Story, in_each_browser


@in_each_browser
class Devices(Story):
    def test_a_revoked_device_is_out_at_its_next_click(self):
        phone, laptop = self.person(), self.person()
        agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604"
        phone.browser.pretend(agent)
        phone.log_in()
        laptop.log_in()
        laptop.open("/devices")
        laptop.keep_both("devices")
        self.assertIn(self.Browser.label, laptop.text("li.current"))
        self.assertIn("Safari on iPhone", laptop.text("li:not(.current) h2"))
        laptop.submit("form[action='/devices/revoke']")
        self.assertIn("That device is logged out", laptop.page)
        self.assertNotIn("Safari on iPhone", laptop.page)

        self.assertIsNotNone(phone.visits)
        phone.click("a[href='/devices']")
        self.assertEqual(phone.path, "/login")
        phone.open()
        self.assertIn("Welcome aboard", phone.page)
        laptop.open()
        self.assertIsNotNone(laptop.visits)

    def test_all_others_are_logged_out_at_once(self):
        people = [self.person() for _ in range(3)]
        for person in people:
            person.log_in()
        here = people[0]
        here.open("/devices")
        here.submit("form[action='/devices/revoke-others']")
        self.assertIn("2 other devices are logged out", here.page)
        self.assertIn("You are logged in nowhere else", here.page)
        for person in people[1:]:
            person.open()
            self.assertIsNone(person.visits)

    def test_nobody_ends_a_device_that_is_not_his(self):
        ada, her_phone, eve, eves_phone = (self.person() for _ in range(4))
        ada.open("/signup")
        ada.submit(username="ada", password="correct horse")
        for person in (ada, her_phone):
            person.log_in("ada", "correct horse")
        for person in (eve, eves_phone):
            person.log_in()
        # A handle is no secret: it stands in the page. Here Eve has come by one.
        ada.open("/devices")
        handle = ada.field("input[name='device']")
        eve.open("/devices")
        eve.forge("[name=device]", handle)
        eve.submit("form[action='/devices/revoke']")
        self.assertIn("logged out already", eve.page)
        her_phone.open()
        self.assertIsNotNone(her_phone.visits)

    def test_settings_ask_for_the_password_again_and_a_new_one_ends_the_other_sessions(self):
        here, there = self.person(), self.person()
        here.log_in()
        there.log_in()
        here.open("/settings")
        self.assertEqual(here.path, "/settings", "the login was a moment ago")
        here.keep_both("settings")
        self.server.stop()
        self.server.start(AHEAD_SECONDS="400")
        before = here.value()
        # A form that was open for too long changes nothing: the password is asked for first.
        here.submit("#rename", displayName="Somebody else")
        self.assertEqual(here.path, "/confirm")
        here.keep_both("confirm")
        here.submit(password="wrong horse")
        self.assertIn("The password is wrong", here.page)
        here.submit(password=PASSWORD)
        self.assertEqual(here.path, "/settings")
        self.assertNotEqual(here.value(), before, "a step-up gives a new ID")

        here.submit("#rename", displayName="Ada <b>Lovelace</b>")
        self.assertIn("you are called Ada &lt;b&gt;Lovelace", here.page)
        before = here.value()
        here.submit("#change-password", password="a longer biscuit", repeated="a longer biscuit")
        self.assertIn("Your password is changed. The other device is logged out.", here.page)
        self.assertNotEqual(here.value(), before)
        there.open()
        self.assertIsNone(there.visits)
        there.log_in()
        self.assertIn("Name or password is wrong", there.page)
        there.submit(username=NAME, password="a longer biscuit")
        self.assertIn("Hello, Ada", there.page)

    def test_the_page_for_administrators(self):
        demo, admin = self.person(), self.person()
        demo.log_in()
        demo.open("/admin")
        self.assertIn("Nothing here", demo.page)
        admin.log_in("admin", self.admin_password)
        admin.click("a[href='/admin']")
        self.assertEqual(admin.text("#sessions"), "2")
        rows = [" ".join(row.split()) for row in admin.texts("tbody tr")]
        self.assertIn("logged in 2", rows)
        self.assertIn("replayed ID 0", rows)
        admin.keep_both("admin")
        admin.submit("#revoke", username="demo")
        self.assertIn("demo is logged out: 1 session ended", admin.page)
        self.assertEqual(admin.text("#sessions"), "1")
        demo.open()
        self.assertIsNone(demo.visits)


if __name__ == "__main__":
    unittest.main()
