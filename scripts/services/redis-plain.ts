import type { Service } from "./harness/service.ts";

/** Without programs of a start script. */
export default {
  packages: ["redis-server"],
  setup: "mkdir /data && chown redis:redis /data",
  user: "redis",
  command: ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--dir", "/data"],
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
