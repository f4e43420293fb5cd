import { readFile } from "node:fs/promises";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { type Config, emptyConfig, labelForms } from "../domain/config.ts";
import { Failure } from "../domain/failure.ts";
import type { Span } from "../domain/span.ts";
import type { Workload } from "../domain/workload.ts";

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

const workload = z.strictObject({
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

const severity = z.enum(["error", "warning", "info", "off"]);

/** Shape of `hullproof.yaml`; `docs/schema/hullproof.schema.json` is generated from it. */
export const configShape = z.strictObject({
  workload: workload.optional(),
  build: z
    .strictObject({
      dockerfile: z.string().optional().describe("Relative to this file; default Dockerfile or Containerfile."),
      context: z.string().optional().describe("Relative to this file; default its own folder."),
      target: z.string().optional(),
      args: z.record(z.string(), z.string()).default({}),
    })
    .default({ args: {} }),
  mirrors: z
    .record(z.string(), z.string())
    .default({})
    .describe(
      "Official image -> image of this engine or another registry, used only where the official one can be neither found nor pulled.",
    ),
  policy: z
    .strictObject({
      registries: z
        .array(z.string().min(1))
        .optional()
        .describe("Registries or registry/namespace prefixes that base images may come from; `*` is a wildcard."),
      labels: z
        .record(z.string(), z.enum(labelForms))
        .optional()
        .describe("Labels an image must have, and their form."),
      strictLabels: z.boolean().optional().describe("Labels beside `labels` are faults."),
    })
    .default({}),
  rules: z
    .record(z.string(), severity)
    .default({})
    .describe("Severity by rule id, or by practice as `layers/*`; off switches it off."),
  paths: z
    .array(z.strictObject({ files: z.string().min(1), rules: z.record(z.string(), severity) }))
    .default([])
    .describe("The same for files that match a glob, relative to hullproof.yaml; the last entry that fits wins."),
  ignores: z
    .array(
      z.strictObject({
        rule: z.string(),
        path: z.string().optional().describe("Only in files that match this glob, relative to hullproof.yaml."),
        reason: z.string().min(1),
        until: z.iso.date().optional(),
      }),
    )
    .default([]),
});

/**
 * Reads `hullproof.yaml`; messages call it `shown`. No such file is an empty configuration; anything else that is wrong is
 * `bad-config` with its line.
 */
export async function readConfig(file: string, shown = file): Promise<Config> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return emptyConfig;
    throw new Failure("unreadable", `${shown} cannot be read: ${(cause as Error).message}`, {
      hint: "Check the file's permissions.",
      cause,
    });
  }
  return { ...parseConfig(shown, text), file };
}

export function parseConfig(file: string, text: string): Config {
  const hint =
    "The schema is docs/schema/hullproof.schema.json; examples/app-python/hullproof.yaml is a working example.";
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const wrong = document.errors[0];
  if (wrong !== undefined) {
    const at = lines.linePos(wrong.pos[0]);
    throw new Failure("bad-config", `${file}:${at.line}:${at.col}: ${wrong.message.split("\n")[0]}`, { hint });
  }
  const parsed = configShape.safeParse(document.toJS() ?? {});
  if (parsed.success) {
    return { ...toConfig(parsed.data, (index) => spanOf(document, ["ignores", index])), text };
  }
  const { path, message } = worst(parsed.error.issues);
  const at = placeOf(document, path, lines);
  throw new Failure(
    "bad-config",
    `${at === undefined ? file : `${file}:${at.line}:${at.col}`}: ${path.join(".") || "the file"}: ${message}`,
    { hint },
  );
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The problem that says most: a misspelt key explains the field that is missing; of a union, the branch that was meant. */
function worst(issues: readonly z.core.$ZodIssue[]): Problem {
  const issue = issues.find(({ code }) => code === "unrecognized_keys") ?? issues[0];
  if (issue === undefined) return { path: [], message: "invalid" };
  if (issue.code === "unrecognized_keys")
    return { path: [...issue.path, ...issue.keys.slice(0, 1)], message: "no such key" };
  if (issue.code !== "invalid_union") return { path: issue.path, message: issue.message };
  const branches = issue.errors.map(worst).sort((a, b) => b.path.length - a.path.length);
  const [first] = branches;
  return { path: [...issue.path, ...(first?.path ?? [])], message: first?.message ?? issue.message };
}

/** From the node's first character to the end of its value. */
function spanOf(document: Document.Parsed, path: readonly PropertyKey[]): Span {
  const node = document.getIn(path, true);
  const [start = 0, end = 0] = isNode(node) ? (node.range ?? []) : [];
  return { start, end };
}

/** Where the value at `path` stands, or the nearest one around it that is written down. */
function placeOf(
  document: Document.Parsed,
  path: readonly PropertyKey[],
  lines: LineCounter,
): { line: number; col: number } | undefined {
  for (let length = path.length; length >= 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]);
  }
  return undefined;
}

function toConfig(data: z.infer<typeof configShape>, ignoreSpan: (index: number) => Span): Config {
  const { workload: raw, build, ignores, policy, ...rest } = data;
  return {
    ...rest,
    policy: defined(policy),
    build: defined(build),
    ignores: ignores.map((one, index) => ({ ...defined(one), span: ignoreSpan(index) })),
    ...(raw && { workload: toWorkload(raw) }),
  };
}

function toWorkload(raw: z.infer<typeof workload>): Workload {
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

/** The object without its undefined fields, as exactOptionalPropertyTypes wants it. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}

/** What can be done with an image that nobody described: start, wait for the first exposed port, stop, start again. */
export function defaultWorkload(exposedPorts: readonly number[]): Workload {
  const [first] = exposedPorts;
  return {
    ready: first === undefined ? { kind: "running", forMs: 2000 } : { kind: "tcp", port: first },
    readyTimeoutMs: 30_000,
    steps: [],
    stop: { timeoutMs: 10_000, exitCodes: [0, 143] },
    restart: true,
    env: {},
    volumes: [],
  };
}
