import type { Service } from "./harness/service.ts";

/** Flask by gunicorn, without cron. */
export default {
  packages: ["python3-flask", "gunicorn"],
  files: {
    "app/app.py":
      "from flask import Flask, jsonify\n\napp = Flask(__name__)\n\n@app.get('/')\ndef root():\n    return jsonify(service='plain services: flask')\n",
  },
  workdir: "/app",
  user: "www-data",
  command: ["gunicorn", "--bind", "0.0.0.0:8000", "--workers", "3", "app:app"],
  ports: [8000],
  flags: ["--port", "8000", "--get", "/"],
  probes: [{ kind: "http", port: 8000, path: "/", contains: "plain services" }],
  reload: { signal: "HUP" },
  known: { tmpfs: ["/tmp"] },
} satisfies Service;
