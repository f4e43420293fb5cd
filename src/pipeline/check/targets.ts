import { closeSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
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
  isQuadletText,
  isServiceText,
  unrendered,
} from "./search/content.ts";
import { headOf } from "./search/head-of.ts";
import {
  isComposeName,
  isDockerfileName,
  isDocumentName,
  isNearDockerfileName,
  isQuadletName,
  isYamlName,
} from "./search/names.ts";
import { searchFolder } from "./search/search-folder.ts";
import type { FoundText, Searched } from "./search/searched.ts";

export { isDockerfileName, isDocumentName } from "./search/names.ts";

/** What a TARGET on the command line turned out to be. Paths are as reached from the current folder. */
export type Found =
  | {
      readonly kind: "dockerfile" | "document" | "compose" | "kubernetes" | "quadlet" | "container" | "archive";
      readonly path: string;
      /** Compose files that are laid over this one. */
      readonly layers?: readonly string[];
      /** Compose files that this one is laid over, which are targets themselves. */
      readonly under?: readonly string[];
      /** Absolute: files whose findings belong to another target. */
      readonly foreign?: readonly string[];
      /** `services.web`, `networks.front`: what other Compose files beside it define. */
      readonly definedElsewhere?: readonly string[];
      /** Found in a folder, not named. */ readonly discovered: boolean;
      /** Absolute: a link that was found may lead anywhere beneath this folder. */ readonly within?: string;
    }
  | { readonly kind: "image"; readonly ref: string };

/** Targets, and what was found beside them that is not among them. */
export interface FoundTargets extends Omit<Searched, "found"> {
  readonly found: readonly Found[];
}

/**
 * Targets in the order given; the files of a folder sorted by path, `.gitignore` honoured.
 * A prefix (`dockerfile:`, `docker-archive:`, `oci:`, `registry:`, `daemon:`, `container:`, `rootfs:`) forces the kind.
 */
export async function searchTargets(targets: readonly string[], cwd: string, layers = false): Promise<FoundTargets> {
  const all: FoundTargets[] = [];
  for (const target of targets) {
    const one = targets.length === 1 ? findTarget(target, cwd, layers) : orUnread(target, cwd, layers);
    all.push(layers ? one : { ...one, found: await asProjects(one.found, cwd) });
  }
  const seen = new Set<string>();
  const once = (key: string): boolean => !seen.has(key) && seen.add(key) !== undefined;
  const found = all.flatMap((one) => one.found);
  return {
    found: (layers ? asOne(found) : withoutLayers(found, cwd)).filter((one) =>
      once("path" in one ? `${one.kind}:${resolve(cwd, one.path)}` : `image:${one.ref}`),
    ),
    folders: all.flatMap(({ folders }) => folders),
    unread: all.flatMap(({ unread }) => unread).filter(({ path }) => once(`unread:${path}`)),
    passedOver: all.flatMap(({ passedOver }) => passedOver).filter(({ path }) => once(`passed:${path}`)),
  };
}

/** The reader of YAML is loaded where a folder holds several Compose files. */
async function asProjects(found: readonly Found[], cwd: string): Promise<readonly Found[]> {
  const isFound = (one: Found): one is FoundText => one.kind !== "image" && one.discovered && one.within !== undefined;
  if (found.filter((one) => one.kind === "compose" && one.discovered).length < 2) return found;
  const { composeProjects } = await import("./search/compose-projects.ts");
  const texts = composeProjects(found.filter(isFound), cwd, (path, root) => {
    const read = atFolder(root, (beneath) => beneath.read(relative(root, path), limits.text));
    return "refused" in read ? undefined : read.bytes.toString("utf8");
  });
  return [...found.filter((one) => !isFound(one)), ...texts];
}

/** One of several that cannot be read does not hide the others. */
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

const only = (found: Found): FoundTargets => ({ found: [found], folders: [], unread: [], passedOver: [] });

function findTarget(target: string, cwd: string, layers: boolean): FoundTargets {
  if (/^(daemon|registry|container|oci|rootfs):./.test(target)) return only({ kind: "image", ref: target });
  const forced = /^(dockerfile|docker-archive):(.+)$/.exec(target);
  if (forced !== null) {
    const [, prefix, rest = ""] = forced;
    if (prefix === "docker-archive") mustExist(rest, cwd);
    else mustBeFile(rest, cwd);
    return only({ kind: prefix === "dockerfile" ? "dockerfile" : "archive", path: rest, discovered: false });
  }
  const found = atNamed(target, cwd, (beneath, path) => beneath.find(path));
  if ("refused" in found) {
    if (found.refused !== "missing" || looksLikePath(target)) throw notThere(target, found);
    return only({ kind: "image", ref: target });
  }
  if (found.kind === "folder") return inFolder(target, cwd);
  if (found.kind === "file") return only(named(target, cwd, layers));
  throw new Failure("unreadable", `${target} is neither a file nor a folder`, {
    hint: "Name a Dockerfile, a folder, a document or an image.",
  });
}

/** A file that was named; over a Compose file lies the override beside it. A layer need not look like a Compose file by itself: it may hold one setting of one service. */
function named(path: string, cwd: string, layers: boolean): Found {
  const kind = fileKind(path, cwd, layers);
  return kind === "compose" ? overLayers(path, cwd) : { kind, path, discovered: false };
}

/** A Compose file with the override beside it. */
export function overLayers(path: string, cwd: string): Extract<Found, { readonly path: string }> {
  const own = { kind: "compose", path, discovered: false } as const;
  const beside = overrideOf(basename(path)).map((name) => join(dirname(path), name));
  const over = beside.find((name) => {
    const there = atNamed(name, cwd, (beneath, at) => beneath.find(at));
    return "kind" in there && there.kind === "file";
  });
  return over === undefined ? own : { ...own, layers: [over] };
}

/** All Compose files that were named as one project, in their order. */
function asOne(found: readonly Found[]): readonly Found[] {
  const files = found.flatMap((one) => (one.kind === "compose" ? [one] : []));
  const [first] = files;
  if (first === undefined) return found;
  const all = files.flatMap(({ path, discovered, layers = [] }) => (discovered ? [path, ...layers] : [path]));
  const rest = found.filter((one) => one.kind !== "compose");
  return [{ ...first, layers: [...new Set(all)].filter((path) => path !== first.path) }, ...rest];
}

/** A file that was named beside the one that it is laid over is judged there. */
function withoutLayers(found: readonly Found[], cwd: string): readonly Found[] {
  const over = new Set(
    found.flatMap((one) => ("layers" in one ? (one.layers ?? []) : [])).map((path) => resolve(cwd, path)),
  );
  return over.size === 0 ? found : found.filter((one) => !("path" in one) || !over.has(resolve(cwd, one.path)));
}

/** A layout is judged as the image that it is; the texts beside it are judged all the same. */
function inFolder(folder: string, cwd: string): FoundTargets {
  const searched = searchFolder(folder, cwd);
  const layout = atNamed(join(folder, "oci-layout"), cwd, (beneath, path) => beneath.find(path));
  if ("kind" in layout ? layout.kind === "folder" : layout.refused === "missing") return searched;
  if ("kind" in layout && layout.kind === "file")
    return { ...searched, found: [{ kind: "image", ref: folder }, ...searched.found] };
  const reason = "refused" in layout ? layout.reason : "it is not a file";
  return { ...searched, unread: [...searched.unread, { path: join(folder, "oci-layout"), reason }] };
}

/** An image name never starts with `.` or `/`, has no upper-case repository, and no file ending that we read. */
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
  const found = atNamed(path, cwd, (beneath, name) => beneath.find(name));
  if ("refused" in found && found.refused === "missing") throw notThere(path, found);
}

function mustBeFile(path: string, cwd: string): void {
  const opened = atNamed(path, cwd, (beneath, name) => beneath.open(name));
  if ("refused" in opened) throw notThere(path, opened);
  closeSync(opened.fd);
}

function notThere(path: string, found: Refused): Failure {
  const missing = found.refused === "missing";
  return refusalFailure(
    path,
    found,
    missing
      ? "Check the path; it is taken from the current folder. For an image of the engine write daemon:NAME."
      : undefined,
  );
}

/** Throws `Failure` (`unreadable`, `bad-usage` for files of kinds that are not checked). */
function fileKind(
  path: string,
  cwd: string,
  layers: boolean,
): "dockerfile" | "document" | "compose" | "kubernetes" | "quadlet" | "container" | "archive" {
  const name = basename(path);
  if (isDockerfileName(name)) return "dockerfile";
  if (isDocumentName(name) && !isNearDockerfileName(name)) return "document";
  if (isComposeName(name)) return "compose";
  const head = atNamed(path, cwd, headOf);
  if ("refused" in head) throw refusalFailure(path, head);
  const like = dockerfileLike(head.text);
  if (isDocumentName(name) && like === undefined) return "document";
  if (head.isTar) return "archive";
  if (head.text.startsWith("#!")) return "document";
  if (isQuadletName(name) && isQuadletText(head.text)) return "quadlet";
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
