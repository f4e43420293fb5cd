import { closeSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { TextDialectName } from "../../domain/container/text-dialects.ts";
import { Failure } from "../../domain/failure.ts";
import { overrideOf } from "../../formats/compose/project-files.ts";
import { limits } from "../../sources/files/limits.ts";
import { atFolder, atNamed } from "../../sources/files/read-named.ts";
import { refusalFailure, type Refused } from "../../sources/files/refused.ts";
import {
  dockerfileLike,
  isCiText,
  isComposeJson,
  isComposeText,
  isInspectText,
  isManifest,
  isServiceText,
  unrendered,
} from "./search/content.ts";
import { recognizedKind } from "./search/recognized-kind.ts";
import { readHead } from "./search/read-head.ts";
import { isComposeName, isDockerfileName, isDocumentName, isNearDockerfileName, isYamlName } from "./search/names.ts";
import { searchFolder } from "./search/search-folder.ts";
import type { FoundText, SearchResult } from "./search/search-result.ts";

export { isDockerfileName, isDocumentName } from "./search/names.ts";

/** A resolved TARGET of the command line. Paths are relative to the current folder. */
export type CheckTarget =
  | {
      readonly kind: "dockerfile" | "document" | "compose" | TextDialectName | "container" | "archive";
      readonly path: string;
      /** Override files of a Compose file. */
      readonly layers?: readonly string[];
      /** Base files of a Compose file, which are separate targets. */
      readonly under?: readonly string[];
      /** Absolute: files whose findings belong to another target. */
      readonly foreign?: readonly string[];
      /** `services.web`, `networks.front`: definitions in other Compose files of the folder. */
      readonly definedElsewhere?: readonly string[];
      /** Found in a folder instead of named. */ readonly discovered: boolean;
      /** Absolute: the folder that a link must not leave. */ readonly within?: string;
    }
  | { readonly kind: "image"; readonly ref: string };

/** Targets, and files next to them that are not targets. */
export interface FoundTargets extends Omit<SearchResult, "found"> {
  readonly found: readonly CheckTarget[];
}

/**
 * Targets in the given order; the files of a folder sorted by path, without those that `.gitignore` excludes.
 * A prefix (`dockerfile:`, `docker-archive:`, `oci:`, `registry:`, `daemon:`, `container:`, `rootfs:`) forces the kind.
 */
export async function searchTargets(targets: readonly string[], cwd: string, layers = false): Promise<FoundTargets> {
  const searches: FoundTargets[] = [];
  for (const target of targets) {
    const search = targets.length === 1 ? findTarget(target, cwd, layers) : orUnread(target, cwd, layers);
    searches.push(layers ? search : { ...search, found: await groupComposeProjects(search.found, cwd) });
  }
  const knownKeys = new Set<string>();
  const isFirst = (key: string): boolean => !knownKeys.has(key) && knownKeys.add(key) !== undefined;
  const allTargets = searches.flatMap((search) => search.found);
  return {
    found: (layers ? joinAsProject(allTargets) : withoutOverrides(allTargets, cwd)).filter((target) =>
      isFirst("path" in target ? `${target.kind}:${resolve(cwd, target.path)}` : `image:${target.ref}`),
    ),
    folders: searches.flatMap(({ folders }) => folders),
    unread: searches.flatMap(({ unread }) => unread).filter(({ path }) => isFirst(`unread:${path}`)),
    passedOver: searches.flatMap(({ passedOver }) => passedOver).filter(({ path }) => isFirst(`passed:${path}`)),
  };
}

/** Loads the YAML reader where a folder holds several Compose files. */
async function groupComposeProjects(targets: readonly CheckTarget[], cwd: string): Promise<readonly CheckTarget[]> {
  const isFound = (target: CheckTarget): target is FoundText =>
    target.kind !== "image" && target.discovered && target.within !== undefined;
  if (targets.filter((target) => target.kind === "compose" && target.discovered).length < 2) return targets;
  const { composeProjects } = await import("./search/compose-projects.ts");
  const texts = composeProjects(targets.filter(isFound), cwd, (path, root) => {
    const read = atFolder(root, (repository) => repository.read(relative(root, path), limits.text));
    return "refused" in read ? undefined : read.bytes.toString("utf8");
  });
  return [...targets.filter((target) => !isFound(target)), ...texts];
}

/** An unreadable target does not hide the others. */
function orUnread(target: string, cwd: string, layers: boolean): FoundTargets {
  try {
    return findTarget(target, cwd, layers);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { message } = error;
    const reason = message.startsWith(`${target} `) ? message.slice(target.length + 1) : message;
    return {
      found: [],
      folders: [],
      unread: [{ path: target, reason: reason.replace(/^is not read: /, "") }],
      passedOver: [],
    };
  }
}

const singleTarget = (target: CheckTarget): FoundTargets => ({
  found: [target],
  folders: [],
  unread: [],
  passedOver: [],
});

function findTarget(target: string, cwd: string, layers: boolean): FoundTargets {
  if (/^(daemon|registry|container|oci|rootfs):./.test(target)) return singleTarget({ kind: "image", ref: target });
  const forced = /^(dockerfile|docker-archive):(.+)$/.exec(target);
  if (forced !== null) {
    const [, prefix, path = ""] = forced;
    if (prefix === "docker-archive") mustExist(path, cwd);
    else mustBeFile(path, cwd);
    return singleTarget({ kind: prefix === "dockerfile" ? "dockerfile" : "archive", path: path, discovered: false });
  }
  const reached = atNamed(target, cwd, (folder, path) => folder.find(path));
  if ("refused" in reached) {
    if (reached.refused !== "missing" || looksLikePath(target)) throw targetFailure(target, reached);
    return singleTarget({ kind: "image", ref: target });
  }
  if (reached.kind === "folder") return inFolder(target, cwd);
  if (reached.kind === "file") return singleTarget(namedTarget(target, cwd, layers));
  throw new Failure("unreadable", `${target} is neither a file nor a folder`, {
    hint: "Name a Dockerfile, a folder, a document or an image.",
  });
}

/** A named file; a Compose file includes its override. With `layers` it need not look like a Compose file: an override may have one setting of one service. */
function namedTarget(path: string, cwd: string, layers: boolean): CheckTarget {
  const kind = fileKind(path, cwd, layers);
  return kind === "compose" ? withOverride(path, cwd) : { kind, path, discovered: false };
}

/** A Compose file with its override. */
export function withOverride(path: string, cwd: string): Extract<CheckTarget, { readonly path: string }> {
  const composeTarget = { kind: "compose", path, discovered: false } as const;
  const overridePaths = overrideOf(basename(path)).map((name) => join(dirname(path), name));
  const over = overridePaths.find((name) => {
    const reached = atNamed(name, cwd, (folder, at) => folder.find(at));
    return "kind" in reached && reached.kind === "file";
  });
  return over === undefined ? composeTarget : { ...composeTarget, layers: [over] };
}

/** Joins all named Compose files to one project, in their order. */
function joinAsProject(targets: readonly CheckTarget[]): readonly CheckTarget[] {
  const files = targets.flatMap((target) => (target.kind === "compose" ? [target] : []));
  const [first] = files;
  if (first === undefined) return targets;
  const composePaths = files.flatMap(({ path, discovered, layers = [] }) => (discovered ? [path, ...layers] : [path]));
  const otherTargets = targets.filter((target) => target.kind !== "compose");
  return [{ ...first, layers: [...new Set(composePaths)].filter((path) => path !== first.path) }, ...otherTargets];
}

/** Removes a named override file, which is evaluated with its base. */
function withoutOverrides(targets: readonly CheckTarget[], cwd: string): readonly CheckTarget[] {
  const over = new Set(
    targets.flatMap((target) => ("layers" in target ? (target.layers ?? []) : [])).map((path) => resolve(cwd, path)),
  );
  return over.size === 0
    ? targets
    : targets.filter((target) => !("path" in target) || !over.has(resolve(cwd, target.path)));
}

/** An OCI layout is evaluated as an image, and the texts next to it as well. */
function inFolder(folder: string, cwd: string): FoundTargets {
  const searched = searchFolder(folder, cwd);
  const layout = atNamed(join(folder, "oci-layout"), cwd, (opened, path) => opened.find(path));
  if ("kind" in layout ? layout.kind === "folder" : layout.refused === "missing") return searched;
  if ("kind" in layout && layout.kind === "file")
    return { ...searched, found: [{ kind: "image", ref: folder }, ...searched.found] };
  const reason = "refused" in layout ? layout.reason : "it is not a file";
  return { ...searched, unread: [...searched.unread, { path: join(folder, "oci-layout"), reason }] };
}

/** An image name never starts with `.` or `/`, and has no upper-case repository and no known file extension. */
function looksLikePath(target: string): boolean {
  return (
    /^[./~]/.test(target) ||
    isDocumentName(basename(target)) ||
    isDockerfileName(basename(target)) ||
    /\.(tar|ya?ml|json)$/.test(target) ||
    /[A-Z\\ ]/.test(target.split(":")[0] ?? "")
  );
}

function mustExist(path: string, cwd: string): void {
  const reached = atNamed(path, cwd, (folder, name) => folder.find(name));
  if ("refused" in reached && reached.refused === "missing") throw targetFailure(path, reached);
}

function mustBeFile(path: string, cwd: string): void {
  const opened = atNamed(path, cwd, (folder, name) => folder.open(name));
  if ("refused" in opened) throw targetFailure(path, opened);
  closeSync(opened.fd);
}

function targetFailure(path: string, refusal: Refused): Failure {
  const isMissing = refusal.refused === "missing";
  return refusalFailure(
    path,
    refusal,
    isMissing
      ? "Check the path; it is taken from the current folder. For an image of the engine write daemon:NAME."
      : undefined,
  );
}

/** Throws `Failure` (`unreadable`, `bad-usage` for files of unsupported kinds). */
function fileKind(
  path: string,
  cwd: string,
  layers: boolean,
): "dockerfile" | "document" | "compose" | TextDialectName | "container" | "archive" {
  const name = basename(path);
  if (isDockerfileName(name)) return "dockerfile";
  if (isDocumentName(name) && !isNearDockerfileName(name)) return "document";
  if (isComposeName(name)) return "compose";
  const head = atNamed(path, cwd, readHead);
  if ("refused" in head) throw refusalFailure(path, head);
  const like = dockerfileLike(head.text);
  if (isDocumentName(name) && like === undefined) return "document";
  if (head.isTar) return "archive";
  if (head.text.startsWith("#!")) return "document";
  const recognized = recognizedKind(name, head.text);
  if (recognized !== undefined) return recognized;
  if (like === undefined && isYamlName(name) && isComposeText(head.text)) return "compose";
  const rendered = like === undefined ? unrendered(name, head.text) : undefined;
  if (rendered !== undefined)
    throw new Failure("bad-usage", `${path} can't be checked: ${rendered.reason}`, {
      hint: "Only what a cluster is given can be judged.",
    });
  if (like === undefined && /\.(ya?ml|json)$/i.test(name) && isManifest(head.text)) return "kubernetes";
  if (/\.json$/i.test(name) && isComposeJson(head.text)) return "compose";
  if (/\.json$/i.test(name) && isInspectText(head.text)) return "container";
  if (layers && like === undefined && isYamlName(name)) return "compose";
  if (isYamlName(name) ? isCiText(head.text) : isServiceText(head.text)) return "document";
  if (like === undefined && /\.(ya?ml|json)$/i.test(name))
    throw new Failure(
      "bad-usage",
      `${path} can't be checked: it is ${nameOfYaml(name)}, and none of the kinds that are known`,
      {
        hint: `Known are Compose files, Kubernetes manifests, what \`docker inspect\` prints, and CI files with commands. A Dockerfile of this name is dockerfile:${path}`,
      },
    );
  return "dockerfile";
}

function nameOfYaml(name: string): string {
  return /\.json$/i.test(name) ? "JSON" : "YAML";
}
