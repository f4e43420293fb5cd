import { ownValue } from "../../domain/own-value.ts";
import { realpath } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { composeAsks } from "../../consent/compose/project.ts";
import type { Reach } from "../../domain/workload/reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { Companion, Workload } from "../../domain/workload/workload.ts";
import { project as projectShape, type ComposeService } from "./compose-shape.ts";
import { composeFiles, type ComposeFiles } from "./compose-files.ts";
import { limits } from "../files/limits.ts";
import { atFolder } from "../files/read-named.ts";
import { refusalFailure } from "../files/refused.ts";
import type { ComposeNode } from "../../formats/compose/compose-node.ts";
import { newestCompose } from "../../formats/compose/compose-version.ts";
import { interpolateValues, type Lookup } from "../../formats/compose/interpolate-values.ts";
import { mergeNodes } from "../../formats/compose/merge.ts";
import { readDocuments } from "../../formats/compose/read-documents.ts";
import { waysOf } from "../../formats/compose/ways.ts";
import {
  dependenciesOf,
  durationMs,
  healthOf,
  modeOf,
  networksOf,
  portsOf,
  volumesOf,
  wordsOf,
} from "./service-parts.ts";
import { startOrder } from "./start-order.ts";
import { byKey } from "../../text/by-key.ts";

export interface ComposeWorkload {
  readonly workload: Partial<Workload>;
  /** What the file says and a trial does not do, sorted. */
  readonly notes: readonly string[];
  /** What the file asks for beyond containers of its own, beside the folders and grants of `workload`. */
  readonly reach: Reach;
}

/** What restricts or describes: a trial has its own, or it changes nothing that a trial sees. */
const leftToTrials = new Set(
  "cap_drop cpu_count cpu_percent cpu_shares cpus deploy init labels logging mem_limit mem_reservation memswap_limit oom_score_adj pids_limit platform pull_policy read_only restart scale security_opt stdin_open tty attach annotations develop".split(
    " ",
  ),
);

/** Each is a container with limits of its own; no project that is tried on one machine comes near. */
const mostServices = 200;

/**
 * A service of a Compose file as a workload: the services beside it become companions, in the order in which they depend on
 * one another; those that need the service itself are left out. Variables come from `env`, then from `.env` beside the file. `allowed` are names
 * of items that the person agreed to: a file of variables elsewhere is read only then.
 * Throws `no-such-file`, `unreadable`, `bad-config`.
 */
export async function readComposeWorkload(
  file: string,
  service: string,
  env: Readonly<Record<string, string | undefined>>,
  allowed: readonly string[] = [],
): Promise<ComposeWorkload> {
  const folder = dirname(file);
  const shown = relative("", file) || file;
  const text = readText(file, shown);
  const files = composeFiles(await realpath(folder).catch(() => folder), allowed);
  const defaults = await readDefaults(files, folder);
  const notes = new Set<string>();
  const variable = (name: string) => ownValue(env, name) ?? ownValue(defaults, name);
  const missing = (name: string) => notes.add(`variable ${name} has no value, so it is empty: set it in .env`);
  const whole = parse(text, shown, { value: variable, missing });
  const project = shaped(whole, shown);
  const own = ownValue(project.services, service);
  if (own === undefined) {
    throw bad(`${shown} has no service ${service}`, `It has: ${Object.keys(project.services).join(", ")}.`);
  }
  const count = Object.keys(project.services).length;
  if (count > mostServices)
    throw bad(
      `${shown} has ${count} services, and ${mostServices} is the most that are run beside one another`,
      "Name a Compose file with those that the service needs.",
    );
  const name =
    project.name ??
    basename(folder)
      .toLowerCase()
      .replaceAll(/[^a-z0-9_-]/gu, "");
  const { before, needing } = startOrder(project.services, service);
  for (const one of needing) notes.add(`service ${one} is left out: it depends on ${service}`);

  const noteFor = (of: string) => (told: string) => notes.add(`service ${of}: ${told}`);
  const envOf = (one: ComposeService, of: string) => environment(one, { files, variable, note: noteFor(of) });
  const completed = new Set(
    Object.values(project.services).flatMap((one) =>
      [...dependenciesOf(one)].flatMap(([to, condition]) =>
        condition === "service_completed_successfully" ? [to] : [],
      ),
    ),
  );
  const companions: Companion[] = [];
  for (const of of before) {
    const one = ownValue(project.services, of);
    if (one === undefined) continue;
    tellUnknown(one, noteFor(of));
    const health = healthOf(one);
    const running = { kind: "running", forMs: 1000 } as const;
    companions.push({
      name: of,
      // What `docker compose build` calls it.
      image: one.image ?? `${name}-${of}`,
      ...networksOf(one),
      ...wordKeys(one),
      ...(one.user === undefined ? {} : { user: one.user }),
      env: await envOf(one, of),
      volumes: volumesOf(one, folder, noteFor(of)),
      ready: completed.has(of) ? { kind: "ended" } : health === "off" ? running : (health ?? { kind: "health" }),
      readyTimeoutMs: 60_000,
    });
  }
  tellUnknown(own, noteFor(service));
  const health = healthOf(own);
  const mode = modeOf(own);
  const { networks, aliases } = networksOf(own);
  const grace = own.stop_grace_period === undefined ? undefined : durationMs(own.stop_grace_period);
  const workload: Partial<Workload> = {
    ...wordKeys(own),
    env: await envOf(own, service),
    volumes: volumesOf(own, folder, noteFor(service)),
    ports: portsOf(own),
    ...(health === undefined || health === "off" ? {} : { ready: health }),
    ...(mode === undefined ? {} : { grants: { network: mode } }),
    ...(networks === undefined ? {} : { networks }),
    aliases: [service, ...aliases],
    ...(grace === undefined && own.stop_signal === undefined
      ? {}
      : {
          stop: {
            timeoutMs: grace ?? 10_000,
            exitCodes: [0, 143],
            ...(own.stop_signal === undefined ? {} : { signal: own.stop_signal }),
          },
        }),
    ...(companions.length === 0 ? {} : { companions }),
  };
  const asks = [
    ...composeAsks(whole, [service, ...before]),
    { path: ".env", kind: "env-file" as const, what: "reads variables out of a file" },
  ];
  return { workload, notes: [...notes].toSorted(), reach: await files.reachOf(asks) };
}

function wordKeys(one: ComposeService): Pick<Workload, "entrypoint" | "command"> {
  const [entrypoint, command] = [wordsOf(one.entrypoint), wordsOf(one.command)];
  return { ...(entrypoint && { entrypoint }), ...(command && { command }) };
}

const understood = new Set(
  [
    "image build command entrypoint environment env_file volumes ports expose healthcheck depends_on links networks".split(
      " ",
    ),
    "network_mode container_name user stop_signal stop_grace_period profiles hostname".split(" "),
  ].flat(),
);

function tellUnknown(one: ComposeService, note: (text: string) => void): void {
  for (const key of Object.keys(one)) {
    if (understood.has(key) || leftToTrials.has(key) || key.startsWith("x-")) continue;
    note(`${key} is not read`);
  }
  if (one.network_mode !== undefined && !["host", "none", "bridge"].includes(one.network_mode))
    note(`network_mode ${one.network_mode} is not read`);
}

/** A file of `env_file` that lies elsewhere on this machine counts only where the person agreed to it. */
async function environment(
  { environment: raw = {}, env_file: files = [] }: ComposeService,
  from: {
    readonly files: ComposeFiles;
    readonly variable: (name: string) => string | undefined;
    readonly note: (text: string) => void;
  },
): Promise<Record<string, string>> {
  const found = new Map<string, string>();
  for (const entry of files) {
    const path = typeof entry === "string" ? entry : entry.path;
    const read = await from.files.variables(path);
    if (!("refused" in read)) for (const [name, value] of Object.entries(read.variables)) found.set(name, value);
    else {
      const why = read.refused === "outside" ? "it is not beneath the Compose file" : read.reason;
      from.note(`env_file ${path} is not read: ${why}`);
    }
  }
  const entries = Array.isArray(raw)
    ? raw.map(
        (line) => [line.split("=", 1)[0] ?? "", line.includes("=") ? line.slice(line.indexOf("=") + 1) : null] as const,
      )
    : Object.entries(raw);
  for (const [name, value] of entries) {
    const known = value ?? from.variable(name);
    if (known !== undefined) found.set(name, known);
  }
  return Object.fromEntries([...found].toSorted(byKey));
}

/**
 * The file as it is written: read and merged as the model of Compose files is, and nothing made long or left out, because the gate judges every
 * key, those that docker compose does not know too.
 */
function parse(text: string, shown: string, lookup: Lookup): Record<string, unknown> {
  const ways = waysOf(newestCompose);
  const [first, ...more] = readDocuments(text, shown, ways);
  if (first === undefined) throw bad(`${shown} is not a Compose project`, "Name a Compose file.");
  // A tag takes nothing away here: what it stands at is asked for.
  const merged = more.reduce<ComposeNode>((base, over) => mergeNodes(base, over, ways), first);
  return plainOf(interpolateValues(merged, lookup, ways)) as Record<string, unknown>;
}

function plainOf(node: ComposeNode): unknown {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainOf);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainOf(value)]));
}

/** The part that a workload is made of. */
function shaped(whole: Record<string, unknown>, shown: string) {
  const parsed = projectShape.safeParse(whole);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw bad(
    `${shown}: ${issue?.path.join(".") || "the file"}: ${issue?.message ?? "invalid"}`,
    "`docker compose config` tells whether Compose itself takes it.",
  );
}

function readText(file: string, shown: string): string {
  const read = atFolder(dirname(file), (beneath) => beneath.read(basename(file), limits.compose));
  if (!("refused" in read)) return read.bytes.toString("utf8");
  throw refusalFailure(shown, read, "Check workload.compose.file of hullproof.yaml, or --compose.");
}

/** Variables for the whole file. What is there and cannot be read is never taken for absent. */
/** One that leads elsewhere is asked for with all else, and empty until then. */
async function readDefaults(files: ComposeFiles, folder: string): Promise<Readonly<Record<string, string>>> {
  const read = await files.variables(".env");
  if (!("refused" in read)) return read.variables;
  if (read.refused === "missing" || read.refused === "outside") return {};
  throw refusalFailure(relative("", resolve(folder, ".env")), read);
}

function bad(message: string, hint: string): Failure {
  return new Failure("bad-config", message, { hint });
}
