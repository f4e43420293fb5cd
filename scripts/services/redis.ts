import type { Service } from "./harness/service.ts";

export default {
  packages: ["redis-server"],
  files: {
    "usr/local/bin/start":
      "#!/bin/sh\nset -e\nchown -R redis:redis /data\nexec setpriv --reuid redis --regid redis --init-groups redis-server --bind 0.0.0.0 --protected-mode no --dir /data\n",
  },
  command: ["start"],
  volumes: ["/data"],
  ports: [6379],
  flags: ["--port", "6379", "--exec", "redis-cli incr visits", "--exec", "redis-cli save"],
  probes: [
    { kind: "tcp", port: 6379, send: "PING\r\n", expect: "+PONG" },
    { kind: "tcp", port: 6379, send: "INCR visits\r\n", expect: ":" },
  ],
  load: { kind: "tcp", port: 6379, send: "INCR load\r\n", expect: ":" },
  periodic: "redis-cli save && redis-cli bgrewriteaof",
  known: { tmpfs: [] },
} satisfies Service;
