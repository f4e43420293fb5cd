import { basename, dirname, relative, resolve } from "node:path";
import type { ContainerSpecs } from "../../../domain/container/container-spec.ts";
import { Failure, type FailurePlace } from "../../../domain/failure.ts";
import type { Span } from "../../../domain/finding/span.ts";
import { ownValue } from "../../../domain/own-value.ts";
import { ofCompose } from "../read.ts";
import { withOverriddenEnv } from "../read/overridden-env.ts";
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
import { loadFiles, emptyDone, type Reading } from "../../../formats/compose/load-files.ts";
import { normalized } from "../../../formats/compose/normalized.ts";
import { isBaseComposeName } from "../../../formats/compose/project-files.ts";
import { printModel } from "../../../formats/compose/print-model.ts";
import { readDocuments } from "../../../formats/compose/read-documents.ts";
import { refuseAt } from "../../../formats/compose/refuse-at.ts";
import { UnreadFiles } from "../../../formats/compose/unread-files.ts";
import { quirksFor, type ComposeQuirks } from "../../../formats/compose/quirks.ts";
import type { ComposeProject } from "./compose-project.ts";

export interface ReadCompose {
  /** Absent where the files could not be merged, or describe no service; `unread` has the reason. */
  readonly containers?: ContainerSpecs;
  /** The merged model of the containers. */
  readonly model?: MapNode;
  readonly unread?: string;
  /** docker compose's refusal, with its reason. */
  readonly refusal?: { readonly file: string; readonly span: Span; readonly problem: string };
  /** Why it is unknown whether docker compose accepts the files. */
  readonly doubt?: string;
  /** References that are not part of `containers`, with the reason. */
  readonly elsewhere: ReadonlySet<string>;
  /** Text of every file that was read, by its name in findings. */
  readonly texts: ReadonlyMap<string, string>;
  /** Values of env files, also of includes, and the content of configs: none is printed. */
  readonly secrets: readonly SecretValue[];
}

/**
 * Reads the containers of Compose files with the variables of their env files alone. A variable without a value stays
 * as it is, and a refusal that may depend on it is only a doubt. `needs`: absolute paths of all files known so far that
 * have to be read first; each further call reads the project from its start.
 */
export function readCompose(
  work: ComposeProject,
  version: ComposeVersion = newestCompose,
): ReadCompose | { readonly needs: readonly string[] } {
  try {
    const project = readProject(work, quirksFor(version));
    return { ...project, secrets: withoutNames(project.secrets, project.texts) };
  } catch (error) {
    if (error instanceof UnreadFiles) return { needs: error.paths };
    throw error;
  }
}

function readProject(work: ComposeProject, quirks: ComposeQuirks): ReadCompose {
  const { cwd, path, layers, under = [] } = work;
  const paths = [...under, path, ...layers].map((file) => resolve(cwd, file));
  const folder = dirname(paths[0] ?? cwd);
  const texts = new Map<string, string>();
  const unsetVariables = new Set<string>();
  const elsewhere = new Set<string>();
  let unlike: Failure | undefined;
  const variables = variablesOf(`${folder}/.env`, () => undefined, work);
  const secrets: SecretValue[] = [...secretsInEnv(variables)];
  const maskSecrets = (problem: string): string =>
    onOneLine(createMasker([...secrets, ...[...texts.values()].flatMap(findSecretValues)])(problem));
  const lookup: Lookup = {
    value: (name) => ownValue(variables, name),
    missing: (name) => unsetVariables.add(name),
  };
  const load = (open: boolean): MapNode =>
    loadFiles(paths, {
      quirks,
      reading: {
        ...readingOf(work, texts, secrets, (reference, at) =>
          elsewhere.add(maskSecrets(`${at.file}:${at.line}: ${reference}`)),
        ),
        // Continues after a refusal, since the services are still readable.
        ...(open && { refused: (refusal: Failure) => (unlike ??= refusal) }),
      },
      base: { folder, home: undefined },
      lookup: { ...lookup, open },
      including: [],
      done: emptyDone(),
    });
  let model: MapNode;
  try {
    model = load(true);
  } catch (error) {
    return {
      texts,
      secrets,
      elsewhere,
      ...refusalOrDoubt(unlike ?? error, texts, unsetVariables, maskSecrets),
      unread: maskSecrets(reasonOf(unlike ?? error)),
    };
  }
  secrets.push(...secretsInConfigs(model));
  const original = ofCompose(model, texts);
  // A single document overrides nothing.
  const isLayered = texts.size > 1 || [...texts.values()].some((text) => /^---/m.test(text));
  const containers = isLayered ? withOverriddenEnv(original, documentsOf(texts, quirks)) : original;
  // Without a service there is no container to evaluate.
  const outcome = containers.containers.length > 0 ? { containers } : { unread: `${path} describes no service` };
  const merged = { texts, secrets, elsewhere, model, ...outcome };
  try {
    if (unlike !== undefined && unsetVariables.size === 0) throw unlike;
    const complete = unsetVariables.size === 0 ? model : load(false);
    checkModel(complete, (name) => ownValue(variables, name), elsewhere.size > 0, quirks);
    return merged;
  } catch (error) {
    const lack = lackIn(error, work);
    if (lack !== undefined) return { ...merged, doubt: `it is a part of a project: another file defines ${lack}` };
    if (isOverlay(error, path)) return merged;
    return { ...merged, ...refusalOrDoubt(error, texts, unsetVariables, maskSecrets) };
  }
}

/** Merges all files without variables. */
function documentsOf(texts: ReadonlyMap<string, string>, quirks: ComposeQuirks): readonly MapNode[] {
  const lookup: Lookup = { value: () => undefined, missing: () => {}, open: true };
  return [...texts].flatMap(([file, text]) =>
    readDocuments(text, file, quirks).map((document) => interpolateValues(document, lookup, quirks) as MapNode),
  );
}

/** Throws docker compose's refusals of a merged project. */
function checkModel(
  model: MapNode,
  variable: (name: string) => string | undefined,
  partial: boolean,
  quirks: ComposeQuirks,
): void {
  const whole = normalized(model, scalarAt({ place: model.place }, "project"), variable, quirks);
  // Sizes, durations and similar values are parsed when the model is printed.
  printModel(whole, { quirks, mask: () => undefined });
  const { model: active, inactive } = activeServices(whole, []);
  checkConsistency(active, { quirks, inactive: new Set(inactive), partial });
}

/** A file under a non-default name is often an override file without images. */
function isOverlay(error: unknown, path: string): boolean {
  return (
    error instanceof Failure &&
    !isBaseComposeName(basename(path)) &&
    /neither an image nor a build|^\S+ empty compose file$|undefined (?:network|volume|secret|config|model|service)/.test(
      error.message,
    )
  );
}

/** The missing definition that another Compose file of the folder has: this file is part of a project with unknown other files. */
function lackIn(error: unknown, { definedElsewhere = [] }: ComposeProject): string | undefined {
  if (!(error instanceof Failure)) return undefined;
  const { message } = error;
  const service = /service "([^"]+)" has neither an image nor a build/.exec(message)?.[1];
  const [, kind, name] = / undefined (network|volume|secret|config|service) "?([^\s"]+)/.exec(message) ?? [];
  const lack = service === undefined ? `${kind}s.${name}` : `services.${service}`;
  return definedElsewhere.includes(lack) ? lack : undefined;
}

function readingOf(
  work: ComposeProject,
  texts: Map<string, string>,
  secrets: SecretValue[],
  elsewhere: Reading["elsewhere"],
): Reading {
  const { cwd } = work;
  const displayPath = (path: string): string => relative(cwd, path) || path;
  return {
    shown: displayPath,
    elsewhere,
    home: undefined,
    read(path, from) {
      const fileContent = knownFile(path, work);
      if ("text" in fileContent) {
        texts.set(displayPath(path), fileContent.text);
        return fileContent.text;
      }
      if (from !== undefined && fileContent.missing)
        throw refuseAt(from, `open ${displayPath(path)}: no such file or directory`);
      throw new Failure("unreadable", `${displayPath(path)} is not read: ${fileContent.refused}`, {
        hint: "Only what lies in the same repository is read.",
      });
    },
    included(files, of, outer) {
      let includedVariables: Readonly<Record<string, string>> = {};
      for (const { path, from } of files ?? [{ path: `${of}/.env`, from: undefined }]) {
        const outerVariables = includedVariables;
        const envContent = knownFile(path, work);
        if (from !== undefined && "refused" in envContent && !envContent.missing)
          elsewhere(`${displayPath(path)} is not read: ${envContent.refused}`, from);
        const fileVariables = variablesOf(path, (name) => outer.value(name) ?? ownValue(outerVariables, name), work);
        secrets.push(...secretsInEnv(fileVariables));
        includedVariables = { ...outerVariables, ...fileVariables };
      }
      return { ...outer, value: (name) => outer.value(name) ?? ownValue(includedVariables, name) };
    },
  };
}

function knownFile(path: string, { files }: ComposeProject) {
  const content = files.get(path);
  if (content === undefined) throw new UnreadFiles([path]);
  return content;
}

/** Variables of an env file; none where it is absent or invalid, since its values are then unknown. */
function variablesOf(
  path: string,
  lookup: (name: string) => string | undefined,
  work: ComposeProject,
): Readonly<Record<string, string>> {
  const envContent = knownFile(path, work);
  if (!("text" in envContent)) return {};
  try {
    return envFile(envContent.text, {
      lookup,
      refuse: (line, problem) => refuseAt({ file: relative(work.cwd, path), line, column: 1 }, problem),
    });
  } catch (error) {
    if (error instanceof Failure && error.code !== "too-complex") return {};
    throw error;
  }
}

/** Converts a thrown refusal: a refusal of docker compose, or a doubt where a variable without a value is at that location. */
function refusalOrDoubt(
  error: unknown,
  texts: ReadonlyMap<string, string>,
  unsetVariables: ReadonlySet<string>,
  masked: (problem: string) => string,
): Pick<ReadCompose, "refusal" | "doubt"> {
  if (!(error instanceof Failure)) throw error;
  const { place, message } = error;
  const text = place && texts.get(place.file);
  if (place === undefined || text === undefined) return { doubt: masked(message) };
  const span = spanOf(place, text);
  const problem = masked(message.slice(`${place.file}:${place.line}: `.length));
  // No value can fix an invalid form.
  const decides = unsetVariables.size > 0 && !problem.includes("invalid interpolation format");
  if (decides && text.slice(span.start, span.end).includes("$"))
    return {
      doubt: `${masked(message)}, and variables have no value here: ${[...unsetVariables].toSorted().join(", ")}`,
    };
  return { refusal: { file: place.file, span, problem } };
}

/** The first line of the node: a whole service is too long for a location. */
function spanOf({ line, span }: FailurePlace | Place, text: string): Span {
  if (span !== undefined)
    return { start: span.start, end: span.start + text.slice(span.start, span.end).trimEnd().length };
  let start = 0;
  for (let at = 1; at < line && text.includes("\n", start); at++) start = text.indexOf("\n", start) + 1;
  const end = text.indexOf("\n", start);
  return { start, end: end === -1 ? text.length : end };
}

/** Maximum length of a problem in a message: the value that it quotes may be a script. */
const maxProblemLength = 200;

function onOneLine(problem: string): string {
  const line = problem.replace(/\s+/g, " ");
  return line.length > maxProblemLength ? `${line.slice(0, maxProblemLength)}...` : line;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Failure)) throw error;
  return error.message;
}
