import { basename, dirname, relative, resolve } from "node:path";
import { ownValue } from "../../domain/own-value.ts";
import type { Place, ScalarNode } from "../../formats/compose/compose-node.ts";
import { envFile } from "../../formats/compose/env-file.ts";
import type { EnvReading } from "../../formats/compose/env-of-services.ts";
import type { Lookup } from "../../formats/compose/interpolate-values.ts";
import type { Reading } from "../../formats/compose/load-files.ts";
import { rawEnvFile } from "../../formats/compose/raw-env-file.ts";
import { refuseAt } from "../../formats/compose/refuse-at.ts";
import type { ComposeQuirks } from "../../formats/compose/quirks.ts";
import { limits } from "../files/limits.ts";
import { atFolder, readNamed } from "../files/read-named.ts";
import { refusalFailure, refused, type Refused } from "../files/refused.ts";

export interface ComposeSourcesRequest {
  /** Paths of the Compose files, absolute. */
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly envFiles: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly quirks: ComposeQuirks;
  readonly note: (text: string) => void;
  /** Receives each value that comes from outside of the files. */
  readonly seen: (value: string) => void;
  /** External env files that may be read: path -> location. */
  readonly granted?: ReadonlyMap<string, string>;
  /** Receives the path of each external env file that was not read. */
  readonly outside?: (path: string) => void;
  /** Hint for a variable without a value. */
  readonly missing?: string;
}

/** Inputs of a project: its files, and the variables of the environment and of env files. */
export interface ComposeSources extends EnvReading {
  readonly reading: Reading;
  readonly lookup: Lookup;
  /** Whether an included or extended file was not read. */
  isPartial(): boolean;
}

type Lookups = (name: string) => string | undefined;

/** Reads only the named files and files below their folders. */
export function composeSources(request: ComposeSourcesRequest): ComposeSources {
  const { cwd, env, paths, quirks, note, seen } = request;
  const namedPaths = new Set(paths);
  const folder = dirname(paths[0] ?? cwd);
  const folders = [...new Set(paths.map((path) => dirname(path)))];
  const displayPath = (path: string): string => relative(cwd, path) || path;

  const readBelow = (path: string): { readonly text: string } | Refused => {
    const containingFolder = folders.find((one) => path === one || path.startsWith(one === "/" ? "/" : `${one}/`));
    if (containingFolder === undefined) return refused("outside", `it lies outside of ${displayPath(folder)}`);
    const read = atFolder(containingFolder, (beneath) => beneath.read(relative(containingFolder, path), limits.text));
    return "refused" in read ? read : { text: read.bytes.toString("utf8") };
  };
  /** Reads an env file; an external one only if that exact path was agreed to. */
  const readVariables = (path: string): { readonly text: string } | Refused => {
    const read = readBelow(path);
    if (!("refused" in read) || read.refused !== "outside") return read;
    const real = request.granted?.get(path);
    if (real === undefined) {
      request.outside?.(path);
      return read;
    }
    const content = atFolder(dirname(real), (beneath) => beneath.read(basename(real), limits.env));
    if ("refused" in content) throw refusalFailure(displayPath(path), content);
    return { text: content.bytes.toString("utf8") };
  };
  const readAnywhere = (path: string): { readonly text: string } | Refused => {
    const read = readNamed(path, cwd, limits.text);
    return "refused" in read ? read : { text: read.bytes.toString("utf8") };
  };
  const variablesOf = (text: string, file: string, lookup: Lookups, earlier?: Lookups): Record<string, string> => {
    const variables = envFile(text, {
      lookup,
      ...(earlier && { earlier }),
      refuse: (line, problem) => {
        for (const one of text.split("\n")) seen(one.trim());
        return refuseAt({ file, line, column: 1 }, problem);
      },
    });
    for (const value of Object.values(variables)) seen(value);
    return variables;
  };
  const noteMissing = (name: string, at: ScalarNode): void =>
    note(
      `${at.place.file}:${at.place.line}: variable ${name} has no value, so it is empty; ${request.missing ?? "set it, or name an env file with --env-file"}`,
    );

  // Docker Compose sets it to its working directory.
  const outer = (name: string): string | undefined => (name === "PWD" ? cwd : ownValue(env, name));
  const defaults = readDefaults();
  function readDefaults(): Record<string, string> {
    if (request.envFiles.length === 0) {
      const read = readVariables(`${folder}/.env`);
      if ("text" in read) {
        const file = displayPath(`${folder}/.env`);
        const variables = variablesOf(read.text, file, outer);
        if (!quirks.setsVariables || variables[""] === undefined) return variables;
        throw refuseAt({ file, line: 1, column: 1 }, "setenv: invalid argument", "Write = behind each name there.");
      }
      if (read.refused !== "missing") note(`${displayPath(`${folder}/.env`)} was not read: ${read.reason}`);
      return {};
    }
    let variables: Record<string, string> = {};
    for (const file of request.envFiles) {
      if (file === "/dev/null") continue;
      const read = readAnywhere(resolve(cwd, file));
      if ("refused" in read) throw refusalFailure(file, read);
      const earlier = variables;
      variables = { ...earlier, ...variablesOf(read.text, file, outer, (name) => ownValue(earlier, name)) };
    }
    return variables;
  }
  const variable = (name: string): string | undefined => {
    const outerValue = outer(name) ?? ownValue(defaults, name);
    if (outerValue !== undefined && name !== "PWD") seen(outerValue);
    return outerValue;
  };

  let partial = false;
  const reading: Reading = {
    elsewhere(reason, at) {
      partial = true;
      note(`${at.file}:${at.line}: ${reason}`);
    },
    shown: displayPath,
    home: outer("HOME"),
    read(path, from) {
      const read = namedPaths.has(path) ? readAnywhere(path) : readBelow(path);
      if ("text" in read) return read.text;
      if (from === undefined) throw refusalFailure(displayPath(path), read);
      if (read.refused === "missing") throw refuseAt(from, `open ${displayPath(path)}: no such file or directory`);
      throw refuseAt(
        from,
        `${displayPath(path)} was not read: ${read.reason}`,
        "Only what lies below the folder of a named file is read.",
      );
    },
    included(files, of, enclosing) {
      let variables: Record<string, string> = {};
      for (const { path, from } of files ?? [{ path: `${of}/.env`, from: undefined }]) {
        const read = readBelow(path);
        if ("text" in read) {
          const earlierVariables = variables;
          const fileVariables = variablesOf(read.text, displayPath(path), enclosing.value, (name) =>
            ownValue(earlierVariables, name),
          );
          variables = { ...earlierVariables, ...fileVariables };
        } else if (from !== undefined && read.refused === "missing")
          throw refuseAt(from, `stat ${displayPath(path)}: no such file or directory`);
        else if (from !== undefined) throw refuseAt(from, `${displayPath(path)} was not read: ${read.reason}`);
        else if (read.refused !== "missing") note(`${displayPath(path)} was not read: ${read.reason}`);
      }
      return { missing: noteMissing, value: (name) => enclosing.value(name) ?? ownValue(variables, name) };
    },
  };

  return {
    reading,
    lookup: { value: variable, missing: noteMissing },
    isPartial: () => partial,
    variable,
    variables(path: string, from: Place, { required, format, lookup, earlier }) {
      const read = readVariables(path);
      if ("text" in read) {
        if (!["", ...(quirks.readsRawEnvFiles ? [".env", "raw"] : [])].includes(format))
          throw refuseAt(from, `unsupported env_file format ${JSON.stringify(format)}`, "Write raw, or nothing.");
        const refuse = (line: number, problem: string) =>
          refuseAt({ file: displayPath(path), line, column: 1 }, problem);
        const variables =
          format === "raw"
            ? rawEnvFile(read.text, { lookup, refuse })
            : variablesOf(read.text, displayPath(path), lookup, earlier);
        return new Map(Object.entries(variables));
      }
      if (read.refused === "missing" && required)
        throw refuseAt(from, `env file ${displayPath(path)} not found`, "Create it, or write required: false.");
      if (read.refused !== "missing")
        note(
          `${from.file}:${from.line}: ${displayPath(path)} was not read: ${read.reason}; its variables are not in the model`,
        );
      return undefined;
    },
  };
}
