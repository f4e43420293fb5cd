import type { Service } from "./harness/service.ts";

export default {
  packages: ["bind9", "bind9-dnsutils"],
  files: {
    "etc/bind/named.conf.options":
      'options {\n  directory "/var/cache/bind";\n  recursion no;\n  listen-on { any; };\n  listen-on-v6 { none; };\n  allow-query { any; };\n};\n',
    "etc/bind/named.conf.local": 'zone "example.test" { type primary; file "/etc/bind/db.example"; };\n',
    "etc/bind/db.example":
      "$TTL 60\n@ IN SOA ns root ( 1 60 60 60 60 )\n@ IN NS ns\nns IN A 10.0.0.1\nwww IN A 10.0.0.7\n",
  },
  setup: "mkdir -p /run/named\nchown bind:bind /run/named",
  command: ["named", "-g", "-u", "bind", "-c", "/etc/bind/named.conf", "-n", "2"],
  ports: [53],
  flags: [
    "--port",
    "53",
    "--exec",
    "dig +short +tries=1 @127.0.0.1 www.example.test",
    "--exec",
    "dig +short +tcp @127.0.0.1 www.example.test",
    "--exec",
    "rndc reload",
  ],
  probes: [
    { kind: "client", script: "dig +short +tries=1 +time=3 @$HOST www.example.test | grep -qx 10.0.0.7" },
    { kind: "client", script: "dig +short +tcp +tries=1 +time=3 @$HOST www.example.test | grep -qx 10.0.0.7" },
  ],
  reload: { inside: "rndc reload" },
  periodic: "rndc sync && rndc flush && rndc status",
  known: { tmpfs: ["/run/named:uid=100", "/var/cache/bind:gid=101"] },
} satisfies Service;
