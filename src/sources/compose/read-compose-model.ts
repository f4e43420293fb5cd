import { dirname, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { ownValue } from "../../domain/own-value.ts";
import { activeServices, withoutUnused } from "../../formats/compose/active-services.ts";
import { checkConsistency } from "../../formats/compose/consistency.ts";
import type { MapNode, Place, ScalarNode } from "../../formats/compose/compose-node.ts";
import { withEnvFiles } from "../../formats/compose/env-of-services.ts";
import { envFile } from "../../formats/compose/env-file.ts";
import { loadFiles, type Reading } from "../../formats/compose/load-files.ts";
import type { Lookup } from "../../formats/compose/interpolate-values.ts";
import { normalized } from "../../formats/compose/normalized.ts";
import { printModel } from "../../formats/compose/print-model.ts";
import type { Json } from "../../formats/compose/printed.ts";
import { projectName } from "../../formats/compose/project-name.ts";
import { rawEnvFile } from "../../formats/compose/raw-env-file.ts";
import { refuseAt } from "../../formats/compose/refuse-at.ts";
import { maskOf } from "../../text/env-by-name.ts";
import { limits } from "../files/limits.ts";
import { atFolder, readNamed } from "../files/read-named.ts";
import { refusalFailure, refused, type Refused } from "../files/refused.ts";

export interface ComposeModelRequest {
  /** Layered in this order, as `docker compose -f` does; as reached from `cwd`. */
  readonly files: readonly string[];
  readonly cwd: string;
  readonly profiles: readonly string[];
  /** In place of the `.env` beside the first file; a later one beats an earlier. */
  readonly envFiles: readonly string[];
  /** Variables that beat those of env files. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether values from the environment and env files are shown; else each is masked. */
  readonly showValues: boolean;
}

export interface ComposeModel {
  /** In the shape of `docker compose config --format json`. */
  readonly model: Json;
  /** Services that run only under a profile that was not asked for. */
  readonly inactive: readonly string[];
  /** What was not read, with why, and variables without a value. */
  readonly notes: readonly string[];
}

/**
 * Compose files merged as docker compose merges them. What they include, extend or take variables from is read where it lies below the folder of
 * one of them. Throws `no-such-file`, `unreadable`, `bad-config` with file and line.
 */
export function readComposeModel(request: ComposeModelRequest): ComposeModel {
  const { cwd, env } = request;
  const paths = request.files.map((file) => resolve(cwd, file));
  const [first] = paths;
  if (first === undefined) throw new Failure("bad-usage", "No Compose file is named", { hint: "Name at least one." });
  const named = new Set(paths);
  const folder = dirname(first);
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const shown = (path: string): string => relative(cwd, path) || path;
  const notes = new Set<string>();

  const readBelow = (path: string): { readonly text: string } | Refused => {
    const own = folders.find((one) => path === one || path.startsWith(one === "/" ? "/" : `${one}/`));
    if (own === undefined) return refused("outside", `it lies outside of ${shown(folder)}`);
    const read = atFolder(own, (beneath) => beneath.read(relative(own, path), limits.text));
    return "refused" in read ? read : { text: read.bytes.toString("utf8") };
  };
  const variablesOf = (
    text: string,
    file: string,
    lookup: (name: string) => string | undefined,
  ): Record<string, string> =>
    envFile(text, { lookup, refuse: (line, problem) => refuseAt({ file, line, column: 1 }, problem) });
  const missing = (name: string, at: ScalarNode): void =>
    void notes.add(
      `${at.place.file}:${at.place.line}: variable ${name} has no value, so it is empty; set it, or name an env file with --env-file`,
    );

  const outer = (name: string): string | undefined => ownValue(env, name);
  let defaults: Record<string, string> = {};
  if (request.envFiles.length > 0)
    for (const file of request.envFiles) {
      const read = readNamed(file, cwd, limits.text);
      if ("refused" in read) throw refusalFailure(file, read);
      const before = defaults;
      const more = variablesOf(read.bytes.toString("utf8"), file, (name) => outer(name) ?? ownValue(before, name));
      defaults = { ...before, ...more };
    }
  else {
    const read = readBelow(`${folder}/.env`);
    if ("text" in read) defaults = variablesOf(read.text, shown(`${folder}/.env`), outer);
    else if (read.refused !== "missing") notes.add(`${shown(`${folder}/.env`)} was not read: ${read.reason}`);
  }
  const variable = (name: string): string | undefined => outer(name) ?? ownValue(defaults, name);

  const reading: Reading = {
    shown,
    home: outer("HOME"),
    read(path, from) {
      const read = named.has(path) ? namedText(path) : readBelow(path);
      if ("text" in read) return read.text;
      if (from === undefined) throw refusalFailure(shown(path), read);
      throw refuseAt(
        from,
        `${shown(path)} was not read: ${read.reason}`,
        "Only what lies below the folder of a named file is read.",
      );
    },
    included(files, of, before) {
      const known = (name: string): string | undefined => before.value(name);
      let found: Record<string, string> = {};
      for (const { path, from } of files ?? [{ path: `${of}/.env`, from: undefined }]) {
        const read = readBelow(path);
        if ("refused" in read) {
          if (from === undefined && read.refused === "missing") continue;
          if (from === undefined) notes.add(`${shown(path)} was not read: ${read.reason}`);
          else throw refuseAt(from, `${shown(path)} was not read: ${read.reason}`);
          continue;
        }
        const own = found;
        found = { ...own, ...variablesOf(read.text, shown(path), (name) => known(name) ?? ownValue(own, name)) };
      }
      return { missing, value: (name) => known(name) ?? ownValue(found, name) };
    },
  };
  function namedText(path: string): { readonly text: string } | Refused {
    const read = readNamed(path, cwd, limits.text);
    return "refused" in read ? read : { text: read.bytes.toString("utf8") };
  }

  const texts = new Map(paths.map((path) => [path, reading.read(path, undefined)] as const));
  const lookup: Lookup = { value: variable, missing };
  const name = projectName(
    [...texts].map(([path, text]) => ({ file: shown(path), text })),
    folder,
    lookup,
  );
  const withName: Lookup = {
    missing,
    value: (one) => (one === "COMPOSE_PROJECT_NAME" ? String(name.value) : variable(one)),
  };
  const merged = loadFiles(paths, {
    reading,
    base: { folder, home: outer("HOME") },
    lookup: withName,
    including: [],
    done: { reads: 0, length: 0, texts },
  });
  const whole = normalized(merged, name, withName.value);
  const asked = [...request.profiles, ...(variable("COMPOSE_PROFILES")?.split(",") ?? [])].filter((one) => one !== "");
  const { model, inactive } = activeServices(whole, asked);
  checkConsistency(model, new Set(inactive));
  const full = withEnvFiles(withoutUnused(model), {
    variable: withName.value,
    variables: (path, from, options) => envOf(path, from, options),
  });
  function envOf(
    path: string,
    from: Place,
    options: { required: boolean; raw: boolean; lookup: (one: string) => string | undefined },
  ) {
    const read = readBelow(path);
    if ("text" in read)
      return new Map(
        Object.entries(
          options.raw ? rawEnvFile(read.text, options.lookup) : variablesOf(read.text, shown(path), options.lookup),
        ),
      );
    if (read.refused === "missing" && options.required)
      throw refuseAt(from, `env file ${shown(path)} not found`, "Create it, or write required: false.");
    if (read.refused !== "missing")
      notes.add(
        `${from.file}:${from.line}: ${shown(path)} was not read: ${read.reason}; its variables are not in the model`,
      );
    return undefined;
  }
  const mask = request.showValues ? () => undefined : (names: readonly string[]) => maskOf(names.join(", "));
  return { model: printModel(full as MapNode, { mask }), inactive, notes: [...notes].toSorted() };
}
