import io
import json
import threading
import unittest
import urllib.error
import urllib.request
from datetime import datetime, timezone

import app


class MoscowTime(unittest.TestCase):
    def setUp(self):
        self.log = io.StringIO()
        self.server = app.Server(("127.0.0.1", 0), self.log)
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01})
        self.thread.start()

    def tearDown(self):
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def get(self, path):
        port = self.server.server_address[1]
        with urllib.request.urlopen("http://127.0.0.1:{}{}".format(port, path), timeout=5) as answer:
            return answer.read().decode()

    def test_is_three_hours_ahead_of_utc(self):
        self.assertIn("Moscow time: 01:30:00", app.page(datetime(2024, 5, 1, 22, 30, tzinfo=timezone.utc), 1))

    def test_shows_time_and_counts_visits(self):
        self.assertRegex(self.get("/"), r"Moscow time: \d{2}:\d{2}:\d{2}")
        self.assertIn("visit number 2", self.get("/"))

    def test_health(self):
        self.assertEqual(json.loads(self.get("/health")), {"status": "ok"})

    def test_missing_page_is_logged(self):
        with self.assertRaises(urllib.error.HTTPError) as raised:
            self.get("/nothing")
        self.assertEqual(raised.exception.code, 404)
        raised.exception.close()
        self.assertIn('"GET /nothing HTTP/1.1" 404', self.log.getvalue())


if __name__ == "__main__":
    unittest.main()
