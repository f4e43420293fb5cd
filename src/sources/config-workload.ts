import { z } from "zod";
import { toCapability } from "../domain/capability.ts";
import { networkModes } from "../domain/profile.ts";
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

const grants = z
  .strictObject({
    capabilities: z
      .array(z.string())
      .optional()
      .describe("Capabilities beyond the engine's default set, such as IPC_LOCK.")
      .transform((names, context) =>
        names?.map((name) => {
          const capability = toCapability(name);
          if (capability === undefined) context.addIssue(`${name} is no capability`);
          return capability ?? "CHOWN";
        }),
      ),
    devices: z.array(z.string().regex(/^\/[^:]+(:[rwm]+)?$/, "a device such as /dev/fuse, or /dev/fuse:rw")).optional(),
    ulimits: z
      .record(z.string().regex(/^[a-z]+$/), z.union([z.int(), z.strictObject({ soft: z.int(), hard: z.int() })]))
      .optional()
      .describe("Limit -> soft and hard value, or one for both; -1 is unlimited."),
    network: z.enum(networkModes).optional(),
    sysctls: z.record(z.string(), z.string()).optional(),
  })
  .describe("What the deployment gives beyond the engine's defaults; learning tries to do without each of it.");

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
  grants: grants.optional(),
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
    ...(raw.grants && { grants: toGrants(raw.grants) }),
  };
}

function toGrants({ devices, ulimits, ...rest }: z.infer<typeof grants>): NonNullable<Workload["grants"]> {
  return {
    ...defined(rest),
    ...(devices && {
      devices: devices.map((device) => {
        const [path = "", permissions = "rwm"] = device.split(":");
        return { path, permissions };
      }),
    }),
    ...(ulimits && {
      ulimits: Object.entries(ulimits).map(([name, limit]) => ({
        name,
        ...(typeof limit === "number" ? { soft: limit, hard: limit } : limit),
      })),
    }),
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
