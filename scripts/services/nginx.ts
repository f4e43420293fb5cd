import type { Service } from "./harness/service.ts";

export default {
  packages: ["nginx-light", "logrotate"],
  setup: "echo 'twenty services: nginx' > /var/www/html/index.html",
  command: ["nginx", "-g", "daemon off;"],
  ports: [80],
  stopSignal: "SIGQUIT",
  flags: [
    "--port",
    "80",
    "--get",
    "/index.html",
    "--exec",
    "nginx -s reload",
    "--exec",
    "logrotate -f /etc/logrotate.d/nginx",
  ],
  probes: [{ kind: "http", port: 80, path: "/index.html", contains: "twenty services" }],
  reload: { inside: "nginx -s reload" },
  periodic: "logrotate -f /etc/logrotate.d/nginx",
  known: {
    tmpfs: ["/run", "/var/lib/nginx", "/var/log/nginx:mode=755", "/var/lib/logrotate"],
    user: {
      user: "www-data",
      tmpfs: ["/run:uid=33", "/var/lib/nginx:uid=33", "/var/log/nginx:uid=33", "/var/lib/logrotate:uid=33"],
    },
  },
} satisfies Service;
