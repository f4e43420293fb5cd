import { basename, dirname, relative, resolve } from "node:path";
import type { WrittenContainers } from "../../../domain/container-spec/written-container.ts";
import { Failure, type FailurePlace } from "../../../domain/failure.ts";
import type { Span } from "../../../domain/finding/span.ts";
import { ownValue } from "../../../domain/own-value.ts";
import { ofCompose } from "../../../facts/container-spec/compose/of-compose.ts";
import { withOverriddenEnv } from "../../../facts/container-spec/compose/overridden-env.ts";
import { findSecretValues } from "../../../facts/secrets/values/find-secret-values.ts";
import { secretsInConfigs } from "../../../facts/secrets/values/in-configs.ts";
import { secretsInEnv } from "../../../facts/secrets/values/in-env.ts";
import { withoutNames } from "./without-names.ts";
import { createMasker } from "../../../facts/secrets/values/masker.ts";
import type { SecretValue } from "../../../facts/secrets/values/secret-value.ts";
import { activeServices } from "../../../formats/compose/active-services.ts";
import { scalarAt, type MapNode, type Place } from "../../../formats/compose/compose-node.ts";
import { newestCompose, type ComposeVersion } from "../../../formats/compose/compose-version.ts";
import { checkConsistency } from "../../../formats/compose/consistency.ts";
import { envFile } from "../../../formats/compose/env-file.ts";
import { interpolateValues, type Lookup } from "../../../formats/compose/interpolate-values.ts";
import { loadFiles, type Reading } from "../../../formats/compose/load-files.ts";
import { normalized } from "../../../formats/compose/normalized.ts";
import { isBaseComposeName } from "../../../formats/compose/project-files.ts";
import { printModel } from "../../../formats/compose/print-model.ts";
import { readDocuments } from "../../../formats/compose/read-documents.ts";
import { refuseAt } from "../../../formats/compose/refuse-at.ts";
import { waysOf, type Ways } from "../../../formats/compose/ways.ts";
import type { ComposeWork } from "./compose-work.ts";

export interface ReadCompose {
  /** Absent where the files could not be merged, or describe no service; `unread` says why. */
  readonly containers?: WrittenContainers;
  /** The merged model that they were read from. */
  readonly model?: MapNode;
  readonly unread?: string;
  /** What docker compose refuses, with its reason. */
  readonly refusal?: { readonly file: string; readonly span: Span; readonly problem: string };
  /** Why it is not known whether docker compose takes the files. */
  readonly doubt?: string;
  /** What is elsewhere and not part of `containers`, with why. */
  readonly elsewhere: ReadonlySet<string>;
  /** Text of every file that was read, as findings name it. */
  readonly texts: ReadonlyMap<string, string>;
  /** Values of env files, those of includes too, and the content of configs: none is shown. */
  readonly secrets: readonly SecretValue[];
}

/** Nothing that is not known is read here: that is for whoever is not in a hurry. */
class NeedsFile extends Error {
  readonly path: string;

  constructor(path: string) {
    super(path);
    this.path = path;
  }
}

/**
 * The containers of Compose files as they lie: with the variables of their env files and no others. One without a value stays as it is written,
 * and whether docker compose takes the files is then only said where that does not decide. `needs`: the absolute path of a file that is to be read first.
 */
export function readCompose(
  work: ComposeWork,
  version: ComposeVersion = newestCompose,
): ReadCompose | { readonly needs: string } {
  try {
    const found = read(work, waysOf(version));
    return { ...found, secrets: withoutNames(found.secrets, found.texts) };
  } catch (error) {
    if (error instanceof NeedsFile) return { needs: error.path };
    throw error;
  }
}

function read(work: ComposeWork, ways: Ways): ReadCompose {
  const { cwd, path, layers, under = [] } = work;
  const paths = [...under, path, ...layers].map((one) => resolve(cwd, one));
  const folder = dirname(paths[0] ?? cwd);
  const texts = new Map<string, string>();
  const missing = new Set<string>();
  const elsewhere = new Set<string>();
  let unlike: Failure | undefined;
  const variables = variablesOf(`${folder}/.env`, () => undefined, work);
  const secrets: SecretValue[] = [...secretsInEnv(variables)];
  const told = (problem: string): string =>
    onOneLine(createMasker([...secrets, ...[...texts.values()].flatMap(findSecretValues)])(problem));
  const lookup: Lookup = {
    value: (name) => ownValue(variables, name),
    missing: (name) => missing.add(name),
  };
  const load = (open: boolean): MapNode =>
    loadFiles(paths, {
      ways,
      reading: {
        ...readingOf(work, texts, secrets, (what, at) => elsewhere.add(told(`${at.file}:${at.line}: ${what}`))),
        // Read on for what the services say all the same.
        ...(open && { refused: (found: Failure) => (unlike ??= found) }),
      },
      base: { folder, home: undefined },
      lookup: { ...lookup, open },
      including: [],
      done: { reads: 0, length: 0, texts: new Map() },
    });
  let model: MapNode;
  try {
    model = load(true);
  } catch (error) {
    return {
      texts,
      secrets,
      elsewhere,
      ...refused(unlike ?? error, texts, missing, told),
      unread: told(reasonOf(unlike ?? error)),
    };
  }
  secrets.push(...secretsInConfigs(model));
  const written = ofCompose(model, texts);
  // One document alone overrides nothing.
  const isLayered = texts.size > 1 || [...texts.values()].some((text) => /^---/m.test(text));
  const all = isLayered ? withOverriddenEnv(written, documentsOf(texts, ways)) : written;
  // Nothing is wrong with no service, and nothing is right.
  const known = all.containers.length > 0 ? { containers: all } : { unread: `${path} describes no service` };
  try {
    if (unlike !== undefined && missing.size === 0) throw unlike;
    accept(missing.size === 0 ? model : load(false), (name) => ownValue(variables, name), elsewhere.size > 0, ways);
    return { texts, secrets, elsewhere, model, ...known };
  } catch (error) {
    const lack = lackIn(error, work);
    if (lack !== undefined)
      return {
        texts,
        secrets,
        elsewhere,
        model,
        ...known,
        doubt: `it is a part of a project: another file defines ${lack}`,
      };
    if (isOverlay(error, path)) return { texts, secrets, elsewhere, model, ...known };
    return { texts, secrets, elsewhere, model, ...known, ...refused(error, texts, missing, told) };
  }
}

/** Those of all files, in no variables. */
function documentsOf(texts: ReadonlyMap<string, string>, ways: Ways): readonly MapNode[] {
  const lookup: Lookup = { value: () => undefined, missing: () => {}, open: true };
  return [...texts].flatMap(([file, text]) =>
    readDocuments(text, file, ways).map((document) => interpolateValues(document, lookup, ways) as MapNode),
  );
}

/** Throws what docker compose refuses of a project that is merged. */
function accept(model: MapNode, variable: (name: string) => string | undefined, partial: boolean, ways: Ways): void {
  const whole = normalized(model, scalarAt({ place: model.place }, "project"), variable, ways);
  // Sizes, durations and the like are read while the model is printed.
  printModel(whole, { ways, mask: () => undefined });
  const { model: active, inactive } = activeServices(whole, []);
  checkConsistency(active, { ways, inactive: new Set(inactive), partial });
}

/** A file by another name than Compose looks for is often laid over one of these, and names no image of its own. */
function isOverlay(error: unknown, path: string): boolean {
  return (
    error instanceof Failure &&
    !isBaseComposeName(basename(path)) &&
    /neither an image nor a build|^\S+ empty compose file$|undefined (?:network|volume|secret|config|model|service)/.test(
      error.message,
    )
  );
}

/** Of what is refused for something that it lacks, and that another Compose file defines: it is a part of a project whose other files are not known. */
function lackIn(error: unknown, { definedElsewhere = [] }: ComposeWork): string | undefined {
  if (!(error instanceof Failure)) return undefined;
  const { message } = error;
  const service = /service "([^"]+)" has neither an image nor a build/.exec(message)?.[1];
  const [, kind, name] = / undefined (network|volume|secret|config|service) "?([^\s"]+)/.exec(message) ?? [];
  const lack = service === undefined ? `${kind}s.${name}` : `services.${service}`;
  return definedElsewhere.includes(lack) ? lack : undefined;
}

function readingOf(
  work: ComposeWork,
  texts: Map<string, string>,
  secrets: SecretValue[],
  elsewhere: Reading["elsewhere"],
): Reading {
  const { cwd } = work;
  const shown = (path: string): string => relative(cwd, path) || path;
  return {
    shown,
    elsewhere,
    home: undefined,
    read(path, from) {
      const known = knownFile(path, work);
      if ("text" in known) {
        texts.set(shown(path), known.text);
        return known.text;
      }
      if (from !== undefined && known.missing) throw refuseAt(from, `open ${shown(path)}: no such file or directory`);
      throw new Failure("unreadable", `${shown(path)} is not read: ${known.refused}`, {
        hint: "Only what lies in the same repository is read.",
      });
    },
    included(files, of, outer) {
      let found: Readonly<Record<string, string>> = {};
      for (const { path, from } of files ?? [{ path: `${of}/.env`, from: undefined }]) {
        const own = found;
        const known = knownFile(path, work);
        if (from !== undefined && "refused" in known && !known.missing)
          elsewhere(`${shown(path)} is not read: ${known.refused}`, from);
        const more = variablesOf(path, (name) => outer.value(name) ?? ownValue(own, name), work);
        secrets.push(...secretsInEnv(more));
        found = { ...own, ...more };
      }
      return { ...outer, value: (name) => outer.value(name) ?? ownValue(found, name) };
    },
  };
}

function knownFile(path: string, { files }: ComposeWork) {
  const known = files.get(path);
  if (known === undefined) throw new NeedsFile(path);
  return known;
}

/** None of an env file that is not there, or can't be understood: what it would bring is not known then. */
function variablesOf(
  path: string,
  lookup: (name: string) => string | undefined,
  work: ComposeWork,
): Readonly<Record<string, string>> {
  const known = knownFile(path, work);
  if (!("text" in known)) return {};
  try {
    return envFile(known.text, {
      lookup,
      refuse: (line, problem) => refuseAt({ file: relative(work.cwd, path), line, column: 1 }, problem),
    });
  } catch (error) {
    if (error instanceof Failure && error.code !== "too-complex") return {};
    throw error;
  }
}

/** What a thrown refusal means: docker compose's answer, or none where a variable without a value stands at the place. */
function refused(
  error: unknown,
  texts: ReadonlyMap<string, string>,
  missing: ReadonlySet<string>,
  told: (problem: string) => string,
): Pick<ReadCompose, "refusal" | "doubt"> {
  if (!(error instanceof Failure)) throw error;
  const { place, message } = error;
  const text = place && texts.get(place.file);
  if (place === undefined || text === undefined) return { doubt: told(message) };
  const span = spanOf(place, text);
  const problem = told(message.slice(`${place.file}:${place.line}: `.length));
  // No value could make a form right that is not one.
  const decides = missing.size > 0 && !problem.includes("invalid interpolation format");
  if (decides && text.slice(span.start, span.end).includes("$"))
    return { doubt: `${told(message)}, and variables have no value here: ${[...missing].toSorted().join(", ")}` };
  return { refusal: { file: place.file, span, problem } };
}

/** The first line of what stands there: a whole service is no place to look at. */
function spanOf({ line, span }: FailurePlace | Place, text: string): Span {
  if (span !== undefined)
    return { start: span.start, end: span.start + text.slice(span.start, span.end).trimEnd().length };
  let start = 0;
  for (let at = 1; at < line && text.includes("\n", start); at++) start = text.indexOf("\n", start) + 1;
  const end = text.indexOf("\n", start);
  return { start, end: end === -1 ? text.length : end };
}

/** Longest text of a problem in a message: the value that it names may be a script. */
const longest = 200;

function onOneLine(problem: string): string {
  const line = problem.replace(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest)}...` : line;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Failure)) throw error;
  return error.message;
}
