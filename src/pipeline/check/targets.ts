import { open, readdir, readFile, stat } from "node:fs/promises";
import { basename, join, relative, resolve } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { type GitIgnore, gitIgnore } from "../../text/glob/git-ignore.ts";
import { workLimit } from "../../text/work-limit.ts";

/** What a TARGET on the command line turned out to be. Paths are as reached from the current folder. */
export type Found =
  | {
      readonly kind: "dockerfile" | "document" | "archive";
      readonly path: string;
      /** Found in a folder, not named. */ readonly discovered: boolean;
    }
  | { readonly kind: "image"; readonly ref: string };

const dockerfileName = /^(Dockerfile|Containerfile)$|^(Dockerfile|Containerfile)\.|\.(Dockerfile|Containerfile)$/i;
/** `Dockerfile.dockerignore` and the like sit beside a Dockerfile and are none. */
const notDockerfile = /\.(dockerignore|md|txt|tmpl|template|j2|erb|orig|rej|bak|swp)$/i;
export const documentName = /\.(md|markdown|sh|bash)$/i;

export function isDockerfileName(name: string): boolean {
  return dockerfileName.test(name) && !notDockerfile.test(name);
}

/** Never entered: nothing in them is the user's own, or it is what we wrote. */
const skipped = new Set([".git", "node_modules", ".hullproof", "vendor", ".venv"]);

/**
 * Targets in the order given; the files of a folder sorted by path, `.gitignore` honoured.
 * A prefix (`dockerfile:`, `docker-archive:`, `oci:`, `registry:`, `daemon:`, `container:`, `rootfs:`) forces the kind.
 */
export async function findTargets(targets: readonly string[], cwd: string): Promise<Found[]> {
  const found: Found[] = [];
  for (const target of targets) found.push(...(await findTarget(target, cwd)));
  const seen = new Set<string>();
  return found.filter((one) => {
    const key = "path" in one ? `${one.kind}:${resolve(cwd, one.path)}` : `image:${one.ref}`;
    return !seen.has(key) && seen.add(key);
  });
}

async function findTarget(target: string, cwd: string): Promise<Found[]> {
  if (/^(daemon|registry|container|oci|rootfs):./.test(target)) return [{ kind: "image", ref: target }];
  const forced = /^(dockerfile|docker-archive):(.+)$/.exec(target);
  if (forced !== null) {
    const [, prefix, rest = ""] = forced;
    await mustExist(rest, cwd);
    return [{ kind: prefix === "dockerfile" ? "dockerfile" : "archive", path: rest, discovered: false }];
  }
  const info = await stat(resolve(cwd, target)).catch(() => undefined);
  if (info?.isDirectory()) {
    const layout = await stat(resolve(cwd, target, "oci-layout")).catch(() => undefined);
    return layout?.isFile() === true ? [{ kind: "image", ref: target }] : findInFolder(target, cwd);
  }
  if (info?.isFile()) return [{ kind: await fileKind(target, cwd), path: target, discovered: false }];
  if (info !== undefined)
    throw new Failure("unreadable", `${target} is neither a file nor a folder`, {
      hint: "Name a Dockerfile, a folder, a document or an image.",
    });
  if (looksLikePath(target)) await mustExist(target, cwd);
  return [{ kind: "image", ref: target }];
}

/** An image name never starts with `.` or `/`, has no upper-case repository, and no file ending that we read. */
function looksLikePath(target: string): boolean {
  return (
    /^[./~]/.test(target) ||
    documentName.test(target) ||
    isDockerfileName(basename(target)) ||
    /\.(tar|ya?ml|json)$/.test(target) ||
    /[A-Z\\ ]/.test(target.split(":")[0] ?? "")
  );
}

async function mustExist(path: string, cwd: string): Promise<void> {
  try {
    await stat(resolve(cwd, path));
  } catch (cause) {
    throw new Failure("no-such-file", `${path} does not exist`, {
      hint: "Check the path; it is taken from the current folder. For an image of the engine write daemon:NAME.",
      cause,
    });
  }
}

async function fileKind(path: string, cwd: string): Promise<"dockerfile" | "document" | "archive"> {
  const name = basename(path);
  if (isDockerfileName(name)) return "dockerfile";
  if (documentName.test(name)) return "document";
  await using file = await open(resolve(cwd, path));
  const head = Buffer.alloc(512);
  await file.read(head, 0, 512, 0);
  if (head.subarray(257, 262).toString("latin1") === "ustar") return "archive";
  return head.subarray(0, 2).toString("latin1") === "#!" ? "document" : "dockerfile";
}

async function findInFolder(folder: string, cwd: string): Promise<Found[]> {
  const found: Found[] = [];
  const limit = workLimit(`.gitignore in ${folder}`);
  await walk(folder, []);
  return found;

  async function walk(
    path: string,
    rules: readonly { readonly base: string; readonly rules: GitIgnore }[],
  ): Promise<void> {
    const entries = await readdir(resolve(cwd, path), { withFileTypes: true });
    const own = await gitignore(path);
    const all = own === undefined ? rules : [{ base: path, rules: own }, ...rules];
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const child = path === "." ? entry.name : join(path, entry.name);
      const isFolder = entry.isDirectory();
      if (!isFolder && !entry.isFile()) continue;
      if (isFolder && skipped.has(entry.name)) continue;
      if (isIgnored(all, child, isFolder)) continue;
      if (isFolder) await walk(child, all);
      else if (isDockerfileName(entry.name)) found.push({ kind: "dockerfile", path: child, discovered: true });
      else if (documentName.test(entry.name)) found.push({ kind: "document", path: child, discovered: true });
    }
  }

  /** The nearest file that speaks of it decides. */
  function isIgnored(
    all: readonly { readonly base: string; readonly rules: GitIgnore }[],
    child: string,
    isFolder: boolean,
  ): boolean {
    for (const { base, rules } of all) {
      const said = rules.says(relative(base, child), isFolder, limit);
      if (said !== undefined) return said;
    }
    return false;
  }

  async function gitignore(path: string): Promise<GitIgnore | undefined> {
    const text = await readFile(resolve(cwd, path, ".gitignore"), "utf8").catch(() => undefined);
    return text === undefined ? undefined : gitIgnore(text);
  }
}
