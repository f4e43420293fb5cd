import { z } from "zod";
import type { Workload } from "../domain/workload.ts";
import { defined } from "./defined.ts";

const port = z.int().min(1).max(65_535);
const duration = z
  .string()
  .regex(/^\d+(\.\d+)?(ms|s|m)$/, "a duration such as 500ms, 5s or 2m")
  .describe("A duration: 500ms, 5s, 2m.");

const httpProbe = z.strictObject({ port, path: z.string().startsWith("/").default("/"), status: z.int().default(200) });

const ready = z
  .union([
    z.strictObject({ http: httpProbe }),
    z.strictObject({ tcp: z.strictObject({ port }) }),
    z.strictObject({ log: z.strictObject({ pattern: z.string().min(1) }) }),
    z.strictObject({ running: z.strictObject({ for: duration }) }),
    z.strictObject({ exec: z.strictObject({ command: z.array(z.string()).min(1) }) }),
  ])
  .describe("How one tells that the container is ready.");

const step = z.union([
  z.strictObject({
    name: z.string().min(1),
    http: z.strictObject({
      port,
      path: z.string().startsWith("/").default("/"),
      method: z.string().default("GET"),
      headers: z.record(z.string(), z.string()).default({}),
      send: z.string().optional().describe("Request body."),
      status: z.int().default(200),
      body: z
        .string()
        .optional()
        .describe("Regular expression (JavaScript, u and s flags) that the answer's body must match."),
      timeout: duration.default("5s"),
    }),
  }),
  z.strictObject({
    name: z.string().min(1),
    exec: z.strictObject({
      command: z.array(z.string()).min(1),
      exitCode: z.int().default(0),
      output: z.string().optional(),
    }),
  }),
  z.strictObject({ name: z.string().min(1), signal: z.string().regex(/^SIG[A-Z0-9]+$/) }),
]);

/** How a container is exercised, as `hullproof.yaml` writes it. */
export const workload = z.strictObject({
  ready,
  readyTimeout: duration.default("30s"),
  steps: z.array(step).default([]),
  stop: z
    .strictObject({ timeout: duration.default("10s"), exitCodes: z.array(z.int()).default([0]) })
    .default({ timeout: "10s", exitCodes: [0] }),
  restart: z.boolean().default(true).describe("Stop, start again on the same volumes, and run the steps once more."),
  env: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.strictObject({ name: z.string().min(1), path: z.string().startsWith("/") })).default([]),
});

export function toWorkload(raw: z.infer<typeof workload>): Workload {
  return {
    ready: toProbe(raw.ready),
    readyTimeoutMs: toMs(raw.readyTimeout),
    steps: raw.steps.map(toStep),
    stop: { timeoutMs: toMs(raw.stop.timeout), exitCodes: raw.stop.exitCodes },
    restart: raw.restart,
    env: raw.env,
    volumes: raw.volumes,
  };
}

function toProbe(raw: z.infer<typeof ready>): Workload["ready"] {
  if ("http" in raw) return { kind: "http", ...raw.http };
  if ("tcp" in raw) return { kind: "tcp", ...raw.tcp };
  if ("log" in raw) return { kind: "log", ...raw.log };
  if ("running" in raw) return { kind: "running", forMs: toMs(raw.running.for) };
  return { kind: "exec", ...raw.exec };
}

function toStep(raw: z.infer<typeof step>): Workload["steps"][number] {
  const { name } = raw;
  if ("signal" in raw) return { kind: "signal", name, signal: raw.signal };
  if ("exec" in raw) return { kind: "exec", name, ...defined(raw.exec) };
  const { send, body, timeout, ...http } = raw.http;
  return { kind: "http", name, ...http, timeoutMs: toMs(timeout), ...defined({ body: send, bodyPattern: body }) };
}

function toMs(text: string): number {
  const unit = text.endsWith("ms") ? 1 : text.endsWith("s") ? 1000 : 60_000;
  return Math.round(Number.parseFloat(text) * unit);
}
