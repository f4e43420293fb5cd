import type { Service } from "./harness/service.ts";

export default {
  packages: ["gunicorn", "cron"],
  files: {
    "app/app.py":
      "import os, tempfile\n\ndef app(environ, start_response):\n    with tempfile.TemporaryFile() as f:\n        f.write(b'x' * 65536)\n    start_response('200 OK', [('Content-Type', 'text/plain')])\n    return [b'twenty services: gunicorn\\n']\n",
    "etc/cron.daily/visits": "#!/bin/sh\nset -e\ndate > /var/lib/visits/last\n",
    "usr/local/bin/start":
      "#!/bin/sh\nset -e\ncron\nexec gunicorn --chdir /app --bind 0.0.0.0:8000 --workers 3 --user www-data --group www-data app:app\n",
  },
  setup: "mkdir -p /var/lib/visits\nrm -f /etc/cron.daily/apt-compat /etc/cron.daily/dpkg",
  command: ["start"],
  ports: [8000],
  flags: ["--port", "8000", "--get", "/", "--exec", "sh -c 'kill -HUP 1'", "--exec", "run-parts /etc/cron.daily"],
  probes: [{ kind: "http", port: 8000, path: "/", contains: "twenty services" }],
  reload: { inside: "kill -HUP 1" },
  periodic: "run-parts /etc/cron.daily && test -s /var/lib/visits/last",
  known: { tmpfs: ["/run", "/tmp", "/var/lib/visits", "/var/lib/dpkg", "/var/backups", "/var/cache"] },
} satisfies Service;
