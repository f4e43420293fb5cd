import { dirname, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { activeServices, withoutUnused } from "../../formats/compose/active-services.ts";
import { newestCompose, type ComposeVersion } from "../../formats/compose/compose-version.ts";
import { checkConsistency } from "../../formats/compose/consistency.ts";
import { withEnvFiles } from "../../formats/compose/env-of-services.ts";
import type { Lookup } from "../../formats/compose/interpolate-values.ts";
import type { MapNode } from "../../formats/compose/compose-node.ts";
import { emptyDone, loadFiles } from "../../formats/compose/load-files.ts";
import { normalized } from "../../formats/compose/normalized.ts";
import { printModel } from "../../formats/compose/print-model.ts";
import type { Json } from "../../formats/compose/printed.ts";
import { projectName } from "../../formats/compose/project-name.ts";
import { withReplicas } from "../../formats/compose/service-limits.ts";
import { quirksFor, type ComposeQuirks } from "../../formats/compose/quirks.ts";
import { maskOf } from "../../secrets/env-by-name.ts";
import { composeSources } from "./compose-sources.ts";
import { withoutValues, withoutWords } from "./without-values.ts";

export interface ComposeModelRequest {
  /** Merged in this order, as `docker compose -f` does; relative to `cwd`. */
  readonly files: readonly string[];
  readonly cwd: string;
  /** `cwd` in the shell's spelling, possibly with links: docker compose derives the project name from it. */
  readonly called?: string;
  readonly profiles: readonly string[];
  /** Replace the `.env` next to the first file; a later one overrides an earlier one. */
  readonly envFiles: readonly string[];
  /** Variables that override those of env files. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether values from the environment and env files are shown; otherwise each is masked. */
  readonly showValues: boolean;
  /** External env files that may be read: path -> location. */
  readonly granted?: ReadonlyMap<string, string>;
  /** Receives the path of each external env file that was not read. */
  readonly outside?: (path: string) => void;
  /** Hint for a variable without a value. */
  readonly missing?: string;
  /** Value of `~`; overrides HOME of `env`. */
  readonly home?: string;
  /** Compose version whose merging and refusals apply; defaults to the newest. */
  readonly compose?: ComposeVersion;
}

export interface ComposeModel {
  /** In the format of `docker compose config --format json`. */
  readonly model: Json;
  /** Services of profiles that were not requested. */
  readonly inactive: readonly string[];
  /** Files that were not read, with reasons, and variables without a value. */
  readonly notes: readonly string[];
}

/**
 * Compose files, merged like docker compose does. Included and extended files and env files are read if they are
 * below the folder of one of the files. Throws `no-such-file`, `unreadable`, `bad-config` with file and line.
 */
export function readComposeModel(request: ComposeModelRequest): ComposeModel {
  return withoutSecrets(request, (onValue) => {
    const { model, quirks, ...read } = readModel(request, onValue);
    const mask = request.showValues ? () => undefined : maskOfAll;
    return { model: printModel(model, { quirks, mask }), inactive: read.inactive, notes: read.notes };
  });
}

/** The same as nodes, for callers that start the services. Values are never masked in it, but always in notes and refusals. */
export interface ComposeProject {
  readonly name: string;
  /** The files' own content in long form, without additions: the source of requests. */
  readonly merged: MapNode;
  /** With defaults and the variables of env files, and without services of profiles that were not requested. */
  readonly model: MapNode;
  readonly inactive: readonly string[];
  readonly notes: readonly string[];
}

/** `hide` masks words of a note that are values of its variables. */
export function readComposeProject(
  request: Omit<ComposeModelRequest, "showValues">,
): ComposeProject & { readonly hide: (note: string) => string } {
  const whole = { ...request, showValues: false };
  const values = new Set<string>();
  const project = withoutSecrets(whole, (onValue) =>
    readModel(whole, (value) => {
      values.add(value);
      onValue(value);
    }),
  );
  return { ...project, hide: (note) => withoutWords(note, values) };
}

function withoutSecrets<Read extends { readonly notes: readonly string[] }>(
  request: ComposeModelRequest,
  read: (seen: (value: string) => void) => Read,
): Read {
  const values = new Set<string>();
  try {
    const model = read((value) => values.add(value));
    const notes = model.notes.map((one) => (request.showValues ? one : withoutWords(one, values))).toSorted();
    return { ...model, notes };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (request.showValues) throw error;
    throw new Failure(error.code, withoutValues(error.message, values), { hint: withoutValues(error.hint, values) });
  }
}

function readModel(
  request: ComposeModelRequest,
  onValue: (value: string) => void,
): ComposeProject & { readonly quirks: ComposeQuirks } {
  const quirks = quirksFor(request.compose ?? newestCompose);
  const { cwd, env, envFiles } = request;
  const paths = request.files.map((file) => resolve(cwd, file));
  const [first] = paths;
  if (first === undefined) throw new Failure("bad-usage", "No Compose file is named", { hint: "Name at least one." });
  const mask = () => undefined;
  const notes = new Set<string>();
  const note = (text: string): void => void notes.add(text);
  const { granted, outside, missing } = request;
  const elsewhere = {
    ...(granted && { granted }),
    ...(outside && { outside }),
    ...(missing !== undefined && { missing }),
  };
  const sources = composeSources({ paths, cwd, env, envFiles, quirks, note, seen: onValue, ...elsewhere });
  const { reading, lookup } = sources;

  const texts = new Map(paths.map((path) => [path, reading.read(path, undefined)] as const));
  const name = projectName(
    [...texts].map(([path, text]) => ({ file: reading.shown(path), text })),
    dirname(resolve(request.called ?? cwd, request.files[0] ?? "")),
    lookup,
    quirks,
  );
  const namedLookup: Lookup = {
    ...lookup,
    value: (one) => (one === "COMPOSE_PROJECT_NAME" ? String(name.value) : lookup.value(one)),
  };
  const merged = loadFiles(paths, {
    quirks,
    reading,
    base: { folder: dirname(first), home: request.home ?? reading.home },
    lookup: namedLookup,
    including: [],
    done: emptyDone(texts),
  });
  const whole = normalized(merged, name, namedLookup.value, quirks);
  // Types of inactive services are checked too.
  printModel(whole, { quirks, mask });
  const requestedProfiles = [...request.profiles, ...(lookup.value("COMPOSE_PROFILES")?.split(",") ?? [])];
  const { model, inactive } = activeServices(
    whole,
    requestedProfiles.filter((one) => one !== ""),
  );
  checkConsistency(model, { quirks, inactive: new Set(inactive), partial: sources.isPartial() });
  const full = withEnvFiles(withoutUnused(withReplicas(model)), { ...sources, variable: namedLookup.value }, quirks);
  return { name: String(name.value), merged, model: full, inactive, notes: [...notes], quirks };
}

/** The working directory of docker compose is not a secret. */
function maskOfAll(names: readonly string[]): string | undefined {
  const secret = names.filter((name) => name !== "PWD");
  return secret.length === 0 ? undefined : maskOf(secret.join(", "));
}
