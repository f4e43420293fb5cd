import { join, relative } from "node:path";
import { kernelText } from "../kernel-text.ts";

/** Folders of one process's cgroup. v1 has one per controller, v2 a single one; a hybrid host has both. */
export interface CgroupFolders {
  readonly memory?: Folder;
  readonly pids?: Folder;
  readonly cpu?: Folder;
  readonly cpuacct?: Folder;
}

interface Folder {
  readonly version: 1 | 2;
  readonly path: string;
}

interface Mount {
  readonly root: string;
  readonly point: string;
  readonly type: string;
  readonly options: readonly string[];
}

/**
 * The cgroup folders of `pid`: /proc/PID/cgroup (cgroups(7)) joined with the mount points of /proc/self/mountinfo
 * (proc_pid_mountinfo(5)). Undefined if there is no such process or none is mounted. `root` is a prefix for every
 * path.
 */
export function findCgroup(pid: number, root = "/"): CgroupFolders | undefined {
  const cgroups = kernelText(join(root, `proc/${pid}/cgroup`));
  const mountinfo = kernelText(join(root, "proc/self/mountinfo"));
  if (cgroups === undefined || mountinfo === undefined) return undefined;
  const mounts = mountinfo.split("\n").flatMap(parseMount);

  const folders: { -readonly [Name in keyof CgroupFolders]: CgroupFolders[Name] } = {};
  for (const line of cgroups.split("\n")) {
    // hierarchy:controllers:path; the path may contain colons.
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    // `/..` is a cgroup outside of our cgroup namespace, cgroup_namespaces(7): no mount here shows it.
    if (controllers === undefined || path === undefined || path.startsWith("/..")) continue;
    if (controllers === "") {
      const folder = locate(mounts, (mount) => mount.type === "cgroup2", path, root);
      // In a hybrid layout the v1 controllers win: the v2 tree has none of those.
      if (folder !== undefined) for (const name of names) folders[name] ??= { version: 2, path: folder };
      continue;
    }
    for (const name of names) {
      if (!controllers.split(",").includes(name)) continue;
      const folder = locate(mounts, (mount) => mount.type === "cgroup" && mount.options.includes(name), path, root);
      if (folder !== undefined) folders[name] = { version: 1, path: folder };
    }
  }
  return Object.keys(folders).length === 0 ? undefined : folders;
}

const names = ["memory", "pids", "cpu", "cpuacct"] as const;

function locate(
  mounts: readonly Mount[],
  fits: (mount: Mount) => boolean,
  path: string,
  root: string,
): string | undefined {
  for (const mount of mounts) {
    if (!fits(mount)) continue;
    // A mount may show only a part of the hierarchy: its root is subtracted from the path.
    const below = relative(mount.root, path);
    if (below === ".." || below.startsWith("../")) continue;
    return join(root, mount.point, below);
  }
  return undefined;
}

function parseMount(line: string): Mount[] {
  const [left, right] = line.split(" - ");
  const [, , , mountRoot, point] = left?.split(" ") ?? [];
  const [type, , options] = right?.split(" ") ?? [];
  if (mountRoot === undefined || point === undefined || type === undefined) return [];
  return [{ root: unescape(mountRoot), point: unescape(point), type, options: options?.split(",") ?? [] }];
}

/** Space, tab, newline and backslash are written as three octal digits. */
function unescape(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
