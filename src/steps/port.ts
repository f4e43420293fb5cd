import { defineStepKind } from "./step-kind.ts";

/** Made where the image exposes a port and no one said what it serves. */
export default defineStepKind({
  kind: "port",
  place: 4,
  forms: [],
  fields: (parts) => ({ port: parts.port, timeoutMs: parts.milliseconds }),
  nameOf: ({ port }) => `port ${port}`,
  described: ({ port }) => `port ${port}`,
  ports: ({ port }) => [{ port, protocol: "tcp" }],
});
