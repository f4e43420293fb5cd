import type { Service } from "./harness/service.ts";

export default {
  packages: ["lighttpd"],
  setup:
    "echo 'twenty services: lighttpd' > /var/www/html/index.html\nprintf 'server.modules += (\"mod_accesslog\")\\naccesslog.filename = \"/var/log/lighttpd/access.log\"\\n' >> /etc/lighttpd/lighttpd.conf",
  command: ["lighttpd", "-D", "-f", "/etc/lighttpd/lighttpd.conf"],
  ports: [80],
  stopSignal: "SIGINT",
  flags: [
    "--port",
    "80",
    "--get",
    "/index.html",
    "--exec",
    "sh -c 'mv /var/log/lighttpd/access.log /var/log/lighttpd/access.log.1 && kill -HUP 1'",
  ],
  probes: [{ kind: "http", port: 80, path: "/index.html", contains: "twenty services" }],
  reload: { signal: "HUP" },
  periodic:
    "mv /var/log/lighttpd/access.log /var/log/lighttpd/access.log.1 && kill -HUP 1 && sleep 0.5 && test -e /var/log/lighttpd/access.log",
  known: {
    tmpfs: ["/run", "/var/cache/lighttpd:uid=33", "/var/log/lighttpd:uid=33"],
    user: { user: "www-data", tmpfs: ["/run:uid=33", "/var/cache/lighttpd:uid=33", "/var/log/lighttpd:uid=33"] },
  },
} satisfies Service;
