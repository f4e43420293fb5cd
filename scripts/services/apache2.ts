import type { Service } from "./harness/service.ts";

export default {
  packages: ["apache2", "logrotate"],
  setup:
    "mkdir -p /run/apache2\necho 'twenty services: apache2' > /var/www/html/index.html\necho 'ServerName localhost' > /etc/apache2/conf-enabled/name.conf",
  command: ["sh", "-c", ". /etc/apache2/envvars && exec apache2 -D FOREGROUND"],
  ports: [80],
  stopSignal: "SIGWINCH",
  flags: [
    "--port",
    "80",
    "--get",
    "/index.html",
    "--exec",
    "apache2ctl graceful",
    "--exec",
    "logrotate -f /etc/logrotate.d/apache2",
  ],
  probes: [{ kind: "http", port: 80, path: "/index.html", contains: "twenty services" }],
  reload: { inside: "apache2ctl graceful" },
  periodic: "logrotate -f /etc/logrotate.d/apache2",
  known: { tmpfs: ["/run/apache2", "/run/lock", "/var/log/apache2", "/var/lib/logrotate"] },
} satisfies Service;
