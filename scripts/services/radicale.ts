import type { Service } from "./harness/service.ts";

export default {
  packages: ["radicale", "curl"],
  files: {
    "srv/event.ics":
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:own\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260101T000000Z\nDTSTART:20260101T000000Z\nSUMMARY:hello\nEND:VEVENT\nEND:VCALENDAR\n",
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
    "sh -c 'curl -s -u app: -X MKCALENDAR http://127.0.0.1:5232/app/one/ -o /dev/null; curl -sf -u app: -X PUT --data-binary @/srv/event.ics http://127.0.0.1:5232/app/one/1.ics'",
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
