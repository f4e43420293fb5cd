import type { Service } from "./harness/service.ts";

export default {
  packages: ["valkey-server", "valkey-tools"],
  files: {
    "usr/local/bin/start":
      "#!/bin/sh\nset -e\nchown -R valkey:valkey /data\nexec setpriv --reuid valkey --regid valkey --init-groups valkey-server --bind 0.0.0.0 --protected-mode no --dir /data --appendonly yes\n",
  },
  command: ["start"],
  volumes: ["/data"],
  ports: [6379],
  flags: ["--port", "6379", "--exec", "valkey-cli incr visits", "--exec", "valkey-cli bgsave"],
  probes: [
    { kind: "tcp", port: 6379, send: "PING\r\n", expect: "+PONG" },
    { kind: "tcp", port: 6379, send: "INCR visits\r\n", expect: ":" },
  ],
  load: { kind: "tcp", port: 6379, send: "INCR load\r\n", expect: ":" },
  execs: ["valkey-cli ping | grep -qx PONG", "valkey-cli info server | grep -q uptime", "ls -l /data"],
  periodic: "valkey-cli bgrewriteaof; sleep 1",
  known: { tmpfs: [] },
} satisfies Service;
