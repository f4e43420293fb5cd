import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { ownValue } from "../../domain/own-value.ts";
import { envFile } from "../../formats/compose/env-file.ts";
import { composeProject, isBaseComposeName } from "../../formats/compose/project-files.ts";
import { isRemoteSource } from "../../formats/compose/remote-source.ts";
import { limits } from "../files/limits.ts";
import { atFolder } from "../files/read-named.ts";

export interface DiscoveredCompose {
  /** Relative to the current folder, in merge order. */
  readonly files: readonly string[];
  readonly notes: readonly string[];
}

/**
 * The Compose files that docker compose finds in a folder: those in `COMPOSE_FILE`, from the environment or from
 * `.env`, else the first base name with the first override next to it. Parent folders are not searched, since they do
 * not belong to the project. Undefined if the folder has none, or cannot be listed.
 */
export function discoverCompose(
  folder: string,
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): DiscoveredCompose | undefined {
  const absoluteFolder = resolve(cwd, folder);
  let names: ReadonlySet<string>;
  try {
    names = new Set(readdirSync(absoluteFolder));
  } catch {
    return undefined;
  }
  // The folder of an image has no project.
  if (names.has("oci-layout") || names.has("etc")) return undefined;
  const read = names.has(".env") ? atFolder(absoluteFolder, (beneath) => beneath.read(".env", limits.env)) : undefined;
  const envVariables = read === undefined || "refused" in read ? {} : envFile(read.bytes.toString("utf8"));
  const variable = (name: string): string => ownValue(env, name) ?? ownValue(envVariables, name) ?? "";
  const composeFile = variable("COMPOSE_FILE");
  if (composeFile !== "") {
    const files = composeFile.split(variable("COMPOSE_PATH_SEPARATOR") || ":").filter((one) => one !== "");
    const skippedFiles = files.filter(
      (one) => isRemoteSource(one) || !isBeneath(absoluteFolder, resolve(absoluteFolder, one)),
    );
    return {
      files: files.filter((one) => !skippedFiles.includes(one)).map((one) => join(folder, one)),
      notes: skippedFiles.map((one) => `COMPOSE_FILE names ${one}, which was not read: it lies outside of ${folder}`),
    };
  }
  const project = composeProject(names);
  if (project === undefined) return undefined;
  const otherNames = [...names].filter((name) => isBaseComposeName(name) && name !== project.base).toSorted();
  return {
    files: [project.base, ...(project.override === undefined ? [] : [project.override])].map((fileName) =>
      join(folder, fileName),
    ),
    notes: otherNames.map(
      (one) => `${join(folder, one)} was not read: docker compose takes ${project.base} of this folder`,
    ),
  };
}

function isBeneath(folder: string, path: string): boolean {
  return path.startsWith(folder === "/" ? "/" : `${folder}/`);
}
