import type { Service } from "./harness/service.ts";

export default {
  packages: ["unbound", "bind9-dnsutils"],
  files: {
    "etc/unbound/own.conf":
      'server:\n  interface: 0.0.0.0\n  access-control: 0.0.0.0/0 allow\n  username: unbound\n  chroot: ""\n  use-syslog: no\n  do-daemonize: no\n  pidfile: /run/unbound.pid\n  local-zone: "example.test." static\n  local-data: "www.example.test. A 10.0.0.7"\n',
  },
  command: ["unbound", "-d", "-c", "/etc/unbound/own.conf"],
  ports: [53],
  flags: [
    "--port",
    "53",
    "--exec",
    "dig +short +tries=1 @127.0.0.1 www.example.test",
    "--exec",
    "dig +short +tcp @127.0.0.1 www.example.test",
    "--exec",
    "sh -c 'kill -HUP 1'",
  ],
  probes: [
    { kind: "client", script: "dig +short +tries=1 +time=3 @$HOST www.example.test | grep -qx 10.0.0.7" },
    { kind: "client", script: "dig +short +tcp +tries=1 +time=3 @$HOST www.example.test | grep -qx 10.0.0.7" },
  ],
  reload: { inside: "kill -HUP 1" },
  known: { tmpfs: ["/run"] },
} satisfies Service;
