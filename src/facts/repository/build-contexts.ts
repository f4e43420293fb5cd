import { partsOf, plainPath } from "./path-word.ts";
import type { DescribedBuild } from "./builds-in.ts";

/** All builds that the files of a repository describe. */
export interface RepositoryBuilds {
  readonly builds: readonly DescribedBuild[];
  /** Paths of all files, from the top. */
  readonly paths: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
  /** Names of images that are built here, without tags. */
  readonly images: ReadonlySet<string>;
  /** What kustomizations set the version of, as `readKustomization` names it. */
  readonly kustomized: ReadonlySet<string>;
  /** The README says that no one works on it any more. */
  readonly isRetired: boolean;
}

/** Contexts of a Dockerfile's builds. */
export interface BuildContexts {
  /** From the top of the repository, which is "". Its own folder where no file says otherwise; none where it is not known. */
  readonly folders: readonly string[];
  /** Where it is said that another folder may be sent. */
  readonly where?: string;
}

/** More than a Dockerfile has. */
const mostContexts = 4;

/**
 * The folders that builds of the Dockerfile at `dockerfilePath` are sent, as far as its repository says. A build whose Dockerfile is an expression that may mean it adds its context to
 * those that are sure, or to the Dockerfile's own folder.
 */
export function buildContexts(
  { builds, paths, folders }: Pick<RepositoryBuilds, "builds" | "paths" | "folders">,
  dockerfilePath: string,
): BuildContexts {
  const ownFolder = parentOf(dockerfilePath);
  const certain = new Map<string, string>();
  const possible = new Map<string, string>();
  let unknown: string | undefined;
  for (const build of builds) {
    const { where, context } = build;
    const match = matchOf(build, dockerfilePath, paths);
    if (match === undefined) continue;
    const into = match.isSure ? certain : possible;
    const sent = match.isOwnFolder
      ? [ownFolder]
      : match.folder !== undefined
        ? [match.folder]
        : match.bases.flatMap((base) => (context === undefined ? [] : (folderIn(base, context) ?? [])));
    const contextFolders = sent.filter((folder) => folder === ownFolder || folder === "" || folders.has(folder));
    for (const folder of contextFolders) if (!into.has(folder)) into.set(folder, where);
    if (contextFolders.length === 0) unknown ??= where;
  }
  if (certain.size === 0 && unknown !== undefined) return { folders: [], where: unknown };
  if (certain.size === 0) certain.set(ownFolder, "");
  const contexts = new Map([...possible, ...certain]);
  const [location] = [...contexts].flatMap(([folder, at]) => (folder === ownFolder || at === "" ? [] : [at]));
  if (contexts.size > mostContexts) return { folders: [], ...(location !== undefined && { where: location }) };
  return { folders: [...contexts.keys()].sort(), ...(location !== undefined && { where: location }) };
}

interface Match {
  readonly isSure: boolean;
  /** The context is written as the Dockerfile's folder is. */
  readonly isOwnFolder: boolean;
  /** The context, where it is known without `bases`. */
  readonly folder?: string;
  /** Folders in which the build may run. */
  readonly bases: readonly string[];
}

function matchOf(build: DescribedBuild, dockerfilePath: string, paths: ReadonlySet<string>): Match | undefined {
  const { dockerfile, context } = build;
  const isOfScript = dockerfile.startsWith(script);
  const path = dockerfile.replace(script, ".");
  const bases = isOfScript ? build.folders.slice(0, 1) : build.folders;
  const isOwnFolder = context !== undefined && folderWord(context) === folderWord(parentWord(dockerfile));
  const parts = partsOf(path);
  if (parts.some((part) => part.includes("\0"))) {
    const fitting = bases.filter((base) => dockerfilePath.startsWith(headOf(base, parts)));
    return fitting.length > 0 && mayBe(parts, dockerfilePath.split("/"))
      ? { isSure: false, isOwnFolder, bases: fitting }
      : undefined;
  }
  const leadsOut = (base: string): boolean =>
    context !== undefined && !isOpen(context) && folderIn(base, context) === undefined;
  const hits = bases.filter((base) => resolved(base, path) === dockerfilePath && !leadsOut(base));
  if (hits.length > 0) {
    const isSent = isOfScript && context?.startsWith(script) === false;
    return { isSure: true, isOwnFolder, bases: isSent ? build.folders : hits };
  }
  if (bases.some((base) => paths.has(resolved(base, path) ?? ""))) return undefined;
  const innerFolder = context === undefined ? undefined : endOf(dockerfilePath, path.slice(context.length + 1));
  if (innerFolder !== undefined && path.startsWith(`${context}/`))
    return { isSure: true, isOwnFolder, bases: [], folder: innerFolder };
  // The command may run in another folder.
  const base =
    build.isThere || isOfScript || resolved("", path) === undefined
      ? undefined
      : endOf(dockerfilePath, parts.join("/"));
  return base === undefined ? undefined : { isSure: false, isOwnFolder, bases: [base] };
}

/** Placeholder for the folder of the script that names it. */
const script = "@script";

/** The part before an ending that is unique to this path; the usual name alone is the ending of many. */
function endOf(dockerfilePath: string, path: string): string | undefined {
  const end = plainPath(path);
  if (!end.includes("/") && /^(?:Dockerfile|Containerfile)$/.test(end)) return undefined;
  if (dockerfilePath === end) return "";
  return dockerfilePath.endsWith(`/${end}`) ? dockerfilePath.slice(0, -end.length - 1) : undefined;
}

/** The literal beginning of a path with expansions, resolved from `base`. */
function headOf(base: string, parts: readonly string[]): string {
  const literalParts = parts.slice(
    0,
    parts.findIndex((part) => part.includes("\0")),
  );
  return literalParts.length === 0 ? "" : `${[...(base === "" ? [] : [base]), ...literalParts].join("/")}/`;
}

/** Whether the ends fit, up to an expansion that may be several folders. */
function mayBe(parts: readonly string[], names: readonly string[]): boolean {
  for (let back = 1; back <= parts.length; back++) {
    const part = parts.at(-back) ?? "";
    const name = names.at(-back);
    // A leading one may expand to no folder.
    if (name === undefined) return back === parts.length && part === "\0";
    const at = part.indexOf("\0");
    if (at === -1 && part !== name) return false;
    if (at !== -1 && !(name.startsWith(part.slice(0, at)) && name.endsWith(part.slice(part.lastIndexOf("\0") + 1))))
      return false;
  }
  return true;
}

/** Undefined where it leads out of the repository, is absolute, or is not what its letters say. */
function folderIn(base: string, context: string): string | undefined {
  const word = folderWord(context.replace(script, "."));
  return isOpen(word) ? undefined : resolved(base, word);
}

function isOpen(path: string): boolean {
  return partsOf(path).some((part) => part.includes("\0")) || /[$%{}]/.test(path);
}

const workspace =
  /^(?:\$\{\{ ?github\.workspace ?\}\}|\$\{?(?:GITHUB_WORKSPACE|CI_PROJECT_DIR|TRAVIS_BUILD_DIR|BITBUCKET_CLONE_DIR)\}?|\$\((?:Build\.SourcesDirectory|System\.DefaultWorkingDirectory)\))(?=\/|$)/;

function folderWord(path: string): string {
  const plain = plainPath(path.replace(workspace, "."));
  return plain.endsWith("/.") ? plainPath(plain.slice(0, -2)) : plain;
}

function parentWord(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === -1 ? "." : path.slice(0, slash);
}

function resolved(base: string, path: string): string | undefined {
  if (path.startsWith("/")) return undefined;
  const parts = base === "" ? [] : base.split("/");
  for (const part of plainPath(path.replace(workspace, ".")).split("/")) {
    if (part === "..") {
      if (parts.pop() === undefined) return undefined;
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}

function parentOf(path: string): string {
  return path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
}
