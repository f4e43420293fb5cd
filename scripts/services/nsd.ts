import type { Service } from "./harness/service.ts";

export default {
  packages: ["nsd", "bind9-dnsutils"],
  files: {
    "etc/nsd/nsd.conf.d/zone.conf": `server:
  ip-address: 0.0.0.0
  username: nsd
  pidfile: /run/nsd/nsd.pid
remote-control:
  control-enable: no
zone:
  name: example.test
  zonefile: /etc/nsd/example.test.zone
`,
    "etc/nsd/example.test.zone":
      "$ORIGIN example.test.\n$TTL 60\n@ IN SOA ns hostmaster 1 3600 600 86400 60\n@ IN NS ns\nns IN A 10.0.0.1\nwww IN A 10.0.0.7\n",
  },
  setup: "mkdir -p /run/nsd\nchown nsd:nsd /run/nsd",
  command: ["nsd", "-d"],
  ports: [53],
  flags: ["--port", "53", "--exec", "dig +short +tries=1 @127.0.0.1 www.example.test"],
  probes: [
    { kind: "client", script: "dig +short +tries=1 +time=3 @$HOST www.example.test | grep -qx 10.0.0.7" },
    { kind: "client", script: "dig +short +tcp +tries=1 +time=3 @$HOST www.example.test | grep -qx 10.0.0.7" },
  ],
  execs: [
    "dig +short @127.0.0.1 www.example.test | grep -qx 10.0.0.7",
    "nsd-checkconf /etc/nsd/nsd.conf",
    "ls -l /etc/nsd",
  ],
  reload: { signal: "HUP" },
  known: { tmpfs: ["/run/nsd:uid=100,gid=101,mode=755", "/var/lib/nsd:uid=100,gid=101,mode=755", "/tmp"] },
} satisfies Service;
