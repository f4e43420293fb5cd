import type { Service } from "./harness/service.ts";

export default {
  packages: ["haproxy"],
  files: {
    "etc/haproxy/haproxy.cfg":
      'global\n  user haproxy\n  group haproxy\n  chroot /var/lib/haproxy\n  maxconn 500\ndefaults\n  mode http\n  timeout connect 5s\n  timeout client 30s\n  timeout server 30s\nfrontend web\n  bind :8080\n  http-request return status 200 content-type text/plain string "twenty services: haproxy"\n',
  },
  command: ["haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"],
  ports: [8080],
  stopSignal: "SIGUSR1",
  flags: ["--port", "8080", "--get", "/", "--exec", "sh -c 'kill -USR2 1'"],
  probes: [{ kind: "http", port: 8080, path: "/", contains: "twenty services" }],
  reload: { inside: "kill -USR2 1" },
  known: { tmpfs: ["/run"] },
} satisfies Service;
