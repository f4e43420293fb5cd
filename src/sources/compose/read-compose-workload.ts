import { ownValue } from "../../domain/own-value.ts";
import { realpath } from "node:fs/promises";
import { basename, dirname, relative, resolve } from "node:path";
import { composeAsks } from "../../consent/compose/project.ts";
import type { Reach } from "../../domain/workload/reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { Companion, Workload } from "../../domain/workload/workload.ts";
import { mostServices, project as projectShape, type ComposeService } from "./compose-shape.ts";
import { composeFiles, type ComposeFiles } from "./compose-files.ts";
import { limits } from "../files/limits.ts";
import { atFolder } from "../files/read-named.ts";
import { refusalFailure } from "../files/refused.ts";
import { plainOf, type ComposeNode } from "../../formats/compose/compose-node.ts";
import { newestCompose } from "../../formats/compose/compose-version.ts";
import { interpolateValues, type Lookup } from "../../formats/compose/interpolate-values.ts";
import { mergeNodes } from "../../formats/compose/merge.ts";
import { readDocuments } from "../../formats/compose/read-documents.ts";
import { waysOf } from "../../formats/compose/ways.ts";
import { companionOfService, endingServices, imageOfService, workloadOfService } from "./service-workload.ts";
import { startOrder } from "./start-order.ts";
import { byKey } from "../../text/by-key.ts";

export interface ComposeWorkload {
  readonly workload: Partial<Workload>;
  /** What the file says and a trial does not do, sorted. */
  readonly notes: readonly string[];
  /** What the file asks for beyond containers of its own, beside the folders and grants of `workload`. */
  readonly reach: Reach;
}

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
  const ending = endingServices(project.services);
  const companions: Companion[] = [];
  for (const of of before) {
    const one = ownValue(project.services, of);
    if (one === undefined) continue;
    companions.push(
      companionOfService(of, one, {
        folder,
        env: await envOf(one, of),
        note: noteFor(of),
        image: imageOfService(name, of, one),
        ends: ending.has(of),
      }),
    );
  }
  const reading = { folder, env: await envOf(own, service), note: noteFor(service) };
  const workload: Partial<Workload> = {
    ...workloadOfService(service, own, reading),
    ...(companions.length === 0 ? {} : { companions }),
  };
  const asks = [
    ...composeAsks(whole, [service, ...before]),
    { path: ".env", kind: "env-file" as const, what: "reads variables out of a file" },
  ];
  return { workload, notes: [...notes].toSorted(), reach: await files.reachOf(asks) };
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
