import type { Service } from "./harness/service.ts";

export default {
  packages: ["uwsgi-core", "uwsgi-plugin-python3"],
  files: {
    "app/app.py":
      "def application(environ, start_response):\n    start_response('200 OK', [('Content-Type', 'text/plain')])\n    return [b'twenty services: uwsgi\\n']\n",
  },
  command: [
    "uwsgi",
    "--plugin",
    "python3",
    "--http-socket",
    ":8080",
    "--wsgi-file",
    "/app/app.py",
    "--master",
    "--processes",
    "3",
    "--uid",
    "www-data",
    "--gid",
    "www-data",
    "--listen",
    "100",
    "--die-on-term",
  ],
  ports: [8080],
  flags: ["--port", "8080", "--get", "/", "--exec", "sh -c 'kill -HUP 1'"],
  probes: [{ kind: "http", port: 8080, path: "/", contains: "twenty services" }],
  reload: { inside: "kill -HUP 1" },
  known: { tmpfs: [], user: { user: "www-data", tmpfs: [] } },
} satisfies Service;
