import type { Service } from "./harness/service.ts";

export default {
  packages: ["dnsmasq-base", "bind9-dnsutils"],
  command: [
    "dnsmasq",
    "-k",
    "--user=dnsmasq",
    "--log-facility=-",
    "--no-resolv",
    "--no-hosts",
    "--address=/example.test/10.0.0.7",
  ],
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
    { kind: "client", script: "dig +short +tries=1 +time=3 @$HOST a.example.test | grep -qx 10.0.0.7" },
    { kind: "client", script: "dig +short +tcp +tries=1 +time=3 @$HOST b.example.test | grep -qx 10.0.0.7" },
  ],
  reload: { inside: "kill -HUP 1" },
  known: { tmpfs: ["/run"] },
} satisfies Service;
