import type { Service } from "./harness/service.ts";

export default {
  packages: ["radicale", "curl"],
  files: {
    "etc/radicale/own.conf":
      "[server]\nhosts = 0.0.0.0:5232\n[auth]\ntype = none\n[storage]\nfilesystem_folder = /var/lib/radicale/collections\n",
  },
  setup: "mkdir -p /var/lib/radicale/collections\nchown -R radicale:radicale /var/lib/radicale",
  command: [
    "setpriv",
    "--reuid",
    "radicale",
    "--regid",
    "radicale",
    "--init-groups",
    "radicale",
    "--config",
    "/etc/radicale/own.conf",
  ],
  ports: [5232],
  flags: [
    "--port",
    "5232",
    "--get",
    "/.web/",
    "--exec",
    "curl -sf -u app: -X MKCALENDAR http://127.0.0.1:5232/app/one/ -o /dev/null -w x%{http_code}",
  ],
  probes: [
    { kind: "http", port: 5232, path: "/.web/" },
    {
      kind: "client",
      script: "curl -s -u app: -X PROPFIND http://$HOST:5232/app/ | grep -q multistatus",
    },
  ],
  execs: ["curl -s -u app: -X PROPFIND http://127.0.0.1:5232/app/ | grep -q multistatus", "ls -l /var/lib/radicale"],
  known: { tmpfs: ["/var/lib/radicale:uid=100,gid=101", "/tmp"] },
} satisfies Service;
