import type { Service } from "./harness/service.ts";
import redis from "./redis.ts";

/** Without programs of a start script. */
export default {
  ...redis,
  files: {},
  setup: "mkdir /data && chown redis:redis /data",
  user: "redis",
  command: ["redis-server", "--bind", "0.0.0.0", "--protected-mode", "no", "--dir", "/data"],
} satisfies Service;
