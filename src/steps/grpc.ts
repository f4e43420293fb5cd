import { z } from "zod";
import type { StepBase } from "../domain/workload/step.ts";
import { duration, port, toMs } from "./form/words.ts";
import { defineStepKind, form } from "./step-kind.ts";

/** Asks the health service of gRPC (grpc.health.v1.Health/Check); it must be SERVING. */
export interface GrpcStep extends StepBase {
  readonly kind: "grpc";
  readonly port: number;
  /** Default: the whole server. */
  readonly service?: string;
  readonly timeoutMs: number;
}

declare module "../domain/workload/step.ts" {
  interface StepsByKind {
    readonly grpc: GrpcStep;
  }
}

const grpc = z
  .strictObject({
    port,
    service: z.string().min(1).max(200).optional().describe("Default: the whole server."),
    timeout: duration.default("5s"),
  })
  .describe("The health protocol of gRPC, without TLS: the service answers SERVING.");

export default defineStepKind({
  kind: "grpc",
  place: 4,
  forms: [
    form({ grpc }, ({ grpc: { port: to, service, timeout } }) => ({
      kind: "grpc",
      port: to,
      ...(service !== undefined && { service }),
      timeoutMs: toMs(timeout),
    })),
  ],
  fields: (parts) => ({
    port: parts.port,
    service: parts.maybe(parts.filled),
    timeoutMs: parts.milliseconds,
  }),
  onlyReads: () => true,
  nameOf: ({ port: to, service }) => `gRPC health of ${service ?? "the server"} on port ${to}`,
  described: ({ port: to, service }) => `gRPC health of ${service ?? "the server"} on port ${to}`,
  ports: ({ port: to }) => [{ port: to, protocol: "tcp" }],
});
