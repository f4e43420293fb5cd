import type { Service } from "./harness/service.ts";

export default {
  packages: ["varnish"],
  files: {
    "etc/varnish/own.vcl": 'vcl 4.1;\nbackend none none;\nsub vcl_recv { return (synth(200, "twenty services")); }\n',
  },
  command: ["varnishd", "-F", "-a", ":6081", "-f", "/etc/varnish/own.vcl", "-s", "malloc,32m"],
  ports: [6081],
  flags: ["--port", "6081", "--get", "/", "--exec", "varnishadm vcl.list"],
  probes: [{ kind: "http", port: 6081, path: "/", contains: "twenty services" }],
  reload: { inside: "n=own$(date +%s%N); varnishadm vcl.load $n /etc/varnish/own.vcl && varnishadm vcl.use $n" },
  known: { tmpfs: ["/var/lib/varnish:exec", "/tmp"] },
} satisfies Service;
