import type { Service } from "./harness/service.ts";

export default {
  packages: ["caddy", "curl"],
  files: {
    "etc/caddy/Caddyfile": ":80 {\n\troot * /srv\n\tfile_server\n\tlog\n}\n",
    "srv/index.html": "twelve services: caddy\n",
  },
  command: ["caddy", "run", "--config", "/etc/caddy/Caddyfile"],
  ports: [80],
  flags: ["--port", "80", "--get", "/index.html", "--exec", "caddy reload --config /etc/caddy/Caddyfile --force"],
  probes: [{ kind: "http", port: 80, path: "/", contains: "twelve services" }],
  execs: ["curl -sf http://127.0.0.1/ | grep -q twelve", "caddy validate --config /etc/caddy/Caddyfile", "ls -l /srv"],
  reload: { inside: "caddy reload --config /etc/caddy/Caddyfile --force" },
  known: { tmpfs: ["/root", "/tmp"], user: { user: "www-data", tmpfs: ["/var/www", "/tmp"] } },
} satisfies Service;
