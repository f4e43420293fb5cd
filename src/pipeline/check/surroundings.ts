import { basename, dirname, resolve } from "node:path";
import type { Config } from "../../domain/config.ts";
import type { ContextFolder } from "../../domain/context-folder.ts";
import type { BasesFact } from "../../facts/bases.ts";
import type { FactName } from "../../facts/facts.ts";
import type { ShellCheckFact } from "../../facts/shell-scripts.ts";
import { contextReader } from "../../sources/context/read-context.ts";
import type { Context } from "../context.ts";
import { type KnownBases, knownBases } from "./known-bases.ts";
import { isDockerfileName } from "./targets.ts";

/** What is known beside the text of a Dockerfile. What is left out has no rules that say so. */
export interface Surroundings {
  readonly bases?: BasesFact;
  readonly shellcheck?: ShellCheckFact;
  readonly context?: () => ContextFolder;
  /** Facts that a reader could supply, and why they are missing: rules that need them are listed as skipped. */
  readonly missing?: Partial<Record<FactName, string>>;
}

/** Looks around a Dockerfile: the folder that its build is sent, and the base images that the engine has. */
export function lookAround({ cwd, baseImages }: Pick<Context, "cwd" | "baseImages">): LookAround {
  const read = contextReader(cwd);
  return async (path, text, config) => ({
    context: () => read(contextFolder(path, config, cwd), resolve(cwd, path)),
    ...(baseImages && { bases: await knownBases(text, await baseImages()) }),
  });
}

export type LookAround = (path: string, text: string, config: Config) => Promise<LookedAround>;

export interface LookedAround {
  readonly context: () => ContextFolder;
  readonly bases?: KnownBases;
}

/** The configuration says what the build of its Dockerfile is sent; for any other it is taken to be the folder that it lies in. */
function contextFolder(path: string, { file, build }: Config, cwd: string): string {
  const own = resolve(cwd, path);
  if (file === undefined || build.context === undefined) return dirname(own);
  const meant =
    build.dockerfile === undefined ? isDockerfileName(basename(own)) : resolve(dirname(file), build.dockerfile) === own;
  return meant ? resolve(dirname(file), build.context) : dirname(own);
}
