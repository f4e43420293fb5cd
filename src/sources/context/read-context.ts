import { closeSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { ContextFile, ContextFolder } from "../../domain/dockerfile/context-folder.ts";
import { openRegular, type FolderHandle } from "../files/folder-handle.ts";
import { walkFolder, type FolderStep } from "../files/folder-walk.ts";
import { isAbsent } from "../files/is-absent.ts";
import { limits } from "../files/limits.ts";
import { atFolder } from "../files/read-named.ts";
import { refusedBySystem } from "../files/refused.ts";
import { readAt } from "../image/bodies/read-at.ts";
import { hasNoDevDependencies } from "./has-no-dev-dependencies.ts";
import { headBytes, isPublicFile, secretIn } from "./secret-in.ts";

/** Maximum number of files in a context; beyond it, the result of COPY is unknown. */
const maxFiles = 50_000;

/**
 * The build context as the builder would receive it: regular files and links (which are not followed), and the
 * effective ignore file: `NAME.dockerignore` next to the Dockerfile, else the folder's own. Paths are relative to
 * `cwd`. Unreadable files are in `unread`. One reader caches each folder: one may contain thousands of Dockerfiles.
 */
export function contextReader(cwd: string): (folder: string, dockerfile: string) => ContextFolder {
  const listings = new Map<string, Listing>();
  const ignores = new Map<string, IgnoreFile>();
  const folders = new Map<string, ContextFolder>();
  return (folder, dockerfile) => {
    const ignoreOf = (path: string): IgnoreFile => {
      const ignoreFile = ignores.get(path) ?? readIgnore(path, relative(cwd, path));
      ignores.set(path, ignoreFile);
      return ignoreFile;
    };
    const dockerfileIgnore = ignoreOf(`${dockerfile}.dockerignore`);
    const common = join(folder, ".dockerignore");
    const ignore = dockerfileIgnore.kind === "missing" ? ignoreOf(common) : dockerfileIgnore;
    const key = dockerfileIgnore.kind === "missing" ? folder : `${folder}\0${dockerfile}`;
    const cachedFolder = folders.get(key);
    if (cachedFolder !== undefined) return cachedFolder;
    const listing = listings.get(folder) ?? readFiles(folder);
    listings.set(folder, listing);
    const read: ContextFolder = {
      ...listing,
      folder: relative(cwd, folder) || ".",
      ...(ignore.kind === "unread" && { unread: ignore.why }),
      ...(ignore.kind === "read" && { ignoreFile: { path: ignore.path, text: ignore.text } }),
    };
    folders.set(key, read);
    return read;
  };
}

type IgnoreFile =
  | { readonly kind: "missing" }
  | { readonly kind: "read"; readonly path: string; readonly text: string }
  | { readonly kind: "unread"; readonly why: string };

/** Follows links like the builder, which sees nothing but the context. */
function readIgnore(path: string, displayPath: string): IgnoreFile {
  // Most folders have none.
  if (isAbsent(path)) return { kind: "missing" };
  const read = atFolder(dirname(path), (beneath) => beneath.read(basename(path), limits.ignores));
  if (!("refused" in read)) return { kind: "read", path: displayPath, text: read.bytes.toString("utf8") };
  return read.refused === "missing"
    ? { kind: "missing" }
    : { kind: "unread", why: `${displayPath} is not read: ${read.reason}` };
}

interface Listing {
  readonly files: readonly ContextFile[];
  readonly unread?: string;
}

function readFiles(folder: string): Listing {
  const files: ContextFile[] = [];
  try {
    for (const step of walkFolder(folder)) {
      const { stats, name } = step;
      const path = `${step.folder}/${name.toString()}`.slice(1);
      if (step.unread !== undefined) return { files, unread: `${path} cannot be read: ${step.unread}` };
      if (step.mount === true) return { files, unread: `${path} lies on another file system` };
      if (stats?.isFile() === true || stats?.isSymbolicLink() === true) files.push(contextFile(step, path));
      if (files.length > maxFiles) return { files: [], unread: `the folder has more than ${maxFiles} files` };
    }
  } catch (error) {
    return { files, unread: `the folder cannot be read: ${refusedBySystem(error).reason}` };
  }
  return { files: files.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function contextFile({ parent, name, stats }: FolderStep, path: string): ContextFile {
  if (stats?.isFile() !== true) return { path, bytes: 0 };
  let text: string | undefined;
  const content = (): string => (text ??= head(parent, name));
  const secret = secretIn(basename(path), basename(dirname(path)), content);
  return {
    path,
    bytes: stats.size,
    ...(secret !== undefined && { secret }),
    ...(isPublicFile(basename(path), content) && { isPublic: true }),
    ...(hasNoDevDependencies(path, content) && { hasNoDevDependencies: true }),
  };
}

/** The first 64 KiB; no key file for people is longer. */
function head(parent: FolderHandle, name: string | Buffer): string {
  try {
    const file = openRegular(parent, name);
    try {
      const buffer = Buffer.alloc(headBytes);
      return buffer.subarray(0, readAt(file, buffer, buffer.length, 0)).toString("latin1");
    } finally {
      closeSync(file);
    }
  } catch {
    return "";
  }
}
