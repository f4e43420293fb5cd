import type { Service } from "./harness/service.ts";

/** Without rotation of logs and cron. */
export default {
  packages: ["nginx-light"],
  setup: "echo 'plain services: nginx' > /var/www/html/index.html",
  command: ["nginx", "-g", "daemon off;"],
  ports: [80],
  stopSignal: "SIGQUIT",
  flags: ["--port", "80", "--get", "/index.html"],
  probes: [{ kind: "http", port: 80, path: "/index.html", contains: "plain services" }],
  reload: { signal: "HUP" },
  known: { tmpfs: ["/run", "/var/lib/nginx", "/var/log/nginx:mode=755"] },
} satisfies Service;
