import { lstat, readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import { docker, dockerText } from "./programs.ts";

/** Path in the container -> type, mode and owner. */
export type Files = ReadonlyMap<string, string>;

interface Inspected {
  readonly GraphDriver: { readonly Data: { readonly UpperDir: string } };
  readonly State: { readonly Pid: number };
  readonly Mounts: readonly { readonly Type: string; readonly Source: string; readonly Destination: string }[];
  readonly HostConfig: { readonly Tmpfs?: Readonly<Record<string, string>> | null };
}

/** Files of the container's own layer (overlay2), its volumes and its tmpfs: what it wrote or changed, read as root of this machine. */
export async function filesOf(container: string): Promise<Files> {
  const [inspected] = JSON.parse(await dockerText(["inspect", container])) as Inspected[];
  if (inspected === undefined) throw new Error(`no container ${container}`);
  const paths = Object.keys(inspected.HostConfig.Tmpfs ?? {});
  const root = paths.length === 0 ? "" : await rootOf(container, inspected.State.Pid);
  const tmpfs = paths.map((path) => ({ at: join(root, path), path }));
  const volumes = inspected.Mounts.filter(({ Type }) => Type === "volume");
  const places = [
    { at: inspected.GraphDriver.Data.UpperDir, path: "/" },
    ...volumes.map(({ Source, Destination }) => ({ at: Source, path: Destination })),
    ...tmpfs,
  ];
  const files = new Map<string, string>();
  for (const { at, path } of places) await walk(at, path, files);
  return files;
}

/** Of a process that is in no jail of its own; the main process may be. */
async function rootOf(container: string, main: number): Promise<string> {
  const { stdout } = await docker(["top", container, "-eo", "pid"]);
  for (const pid of [main, ...[...stdout.matchAll(/^\s*(\d+)/gm)].map((match) => Number(match[1]))])
    if ((await readlink(`/proc/${pid}/root`).catch(() => "")) === "/") return `/proc/${pid}/root`;
  throw new Error(`every process of ${container} is in a jail`);
}

async function walk(at: string, path: string, files: Map<string, string>): Promise<void> {
  const stats = await lstat(at).catch(() => undefined);
  if (stats === undefined || stats.isCharacterDevice()) return;
  const type = stats.isDirectory() ? "directory" : stats.isFile() ? "file" : stats.isSymbolicLink() ? "link" : "other";
  const mode = stats.isSymbolicLink() ? "" : ` ${(stats.mode & 0o7777).toString(8)}`;
  files.set(path, `${type}${mode} ${stats.uid}:${stats.gid}`);
  if (!stats.isDirectory()) return;
  for (const name of await readdir(at).catch(() => [])) await walk(join(at, name), join(path, name), files);
}

/** What two runs of the original had: the same in both, and at all. */
export interface ControlFiles {
  readonly always: Files;
  readonly ever: ReadonlyMap<string, ReadonlySet<string>>;
}

export function controlFiles(lives: readonly Files[]): ControlFiles {
  const ever = new Map<string, Set<string>>();
  for (const [path, state] of lives.flatMap((files) => [...files]))
    ever.set(path, (ever.get(path) ?? new Set()).add(state));
  const same = [...(lives[0] ?? [])].filter(([path, state]) => lives.every((files) => files.get(path) === state));
  return { always: new Map(same), ever };
}

/**
 * Files that are missing, or have another type, mode or owner. A file that the original never wrote is no difference: mounts copy those of the image.
 */
export function filesUnlike(
  { always, ever }: ControlFiles,
  files: Files,
  options: { readonly missing: boolean },
): string[] {
  const missing = [...(options.missing ? always : [])].filter(
    ([path, state]) => !files.has(path) && !state.startsWith("directory"),
  );
  const other = [...files].filter(([path, state]) => ever.get(path)?.has(state) === false);
  return [
    ...missing.map(([path]) => `no file ${path}`),
    ...other.map(([path, state]) => `${path} is ${state}, not ${[...(ever.get(path) ?? [])].join(" or ")}`),
  ];
}
