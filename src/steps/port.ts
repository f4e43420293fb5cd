import { defineStepKind } from "./step-kind.ts";

/** Generated for an exposed port of the image without a declared protocol. */
export default defineStepKind({
  kind: "port",
  place: 4,
  forms: [],
  fields: (parts) => ({ port: parts.port, timeoutMs: parts.milliseconds }),
  nameOf: ({ port }) => `port ${port}`,
  described: ({ port }) => `port ${port}`,
  ports: ({ port }) => [{ port, protocol: "tcp" }],
});
