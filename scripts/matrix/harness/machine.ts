import { spawn } from "node:child_process";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Lab } from "./lab.ts";

/** A network and mounts of their own on this kernel, and a root of its own if wished: what an engine takes for a machine. */
export interface Machine {
  /** Of the process that keeps its namespaces. */
  readonly pid: number;
  /** Reached under this path from both sides. */
  readonly folder: string;
  /** Words before a program that runs in it. */
  readonly enter: readonly string[];
  /** Words before a program of this machine that runs in its network. */
  readonly client: readonly string[];
  /** Whether its root is another one. */
  readonly ownRoot: boolean;
}

export interface MachineOptions {
  readonly name: string;
  /** Root file system; absent: this machine's. */
  readonly root?: string;
  /** Path in the machine -> folder below the machine's `folder`, made here: storage cannot lie on an overlay. */
  readonly storage?: Readonly<Record<string, string>>;
  /** Shell, run in the namespaces before the root is changed; `$1` is the root that will be. */
  readonly prepare?: string;
}

/** Opens one. It lasts until the lab ends. */
export async function openMachine(lab: Lab, options: MachineOptions): Promise<Machine> {
  const folder = join(lab.folder, options.name);
  await mkdir(join(folder, "tmp"), { recursive: true });
  await chmod(join(folder, "tmp"), 0o1777);
  for (const name of Object.values(options.storage ?? {})) await mkdir(join(folder, name), { recursive: true });
  const script = join(folder, "open.sh");
  await writeFile(script, setUp(lab, folder, options));
  const child = spawn("unshare", ["--net", "--mount", "--propagation", "private", "sh", script], {
    env: lab.env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const pid = await ready(child);
  const target = ["nsenter", "--target", String(pid), "--net"];
  // The current folder is lost with the mounts.
  const there = ["sh", "-c", 'cd "$0" && exec "$@"', folder];
  return {
    pid,
    folder,
    enter: [...target, "--mount", ...there],
    client: target,
    ownRoot: options.root !== undefined,
  };
}

function ready(child: ReturnType<typeof spawn>): Promise<number> {
  return new Promise((resolve, reject) => {
    let told = "";
    child.stderr?.on("data", (text: Buffer) => (told += text.toString()));
    child.stdout?.once("data", () => resolve(child.pid ?? 0));
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`no namespaces: unshare ended with ${code}: ${told.trim()}`)));
  });
}

function setUp(lab: Lab, folder: string, { root, storage = {}, prepare = "" }: MachineOptions): string {
  // Interfaces in /sys are those of the network in which it was mounted; cgroups and traces are the kernel's.
  const start = `set -e
ip link set lo up
sysfs() {
  mount -t sysfs sysfs "$1"
  for at in fs/cgroup kernel/tracing kernel/debug kernel/security; do
    if mountpoint -q "/sys/$at"; then mount --rbind "/sys/$at" "$1/$at"; fi
  done
}
`;
  // Keeps the namespaces until the lab ends it.
  const end = "echo ready\nexec sleep infinity\n";
  if (root === undefined)
    return `${start}mkdir ${folder}/sys\nsysfs ${folder}/sys\nmount --rbind ${folder}/sys /sys\nset -- ""\n${prepare}\n${end}`;
  const shared = [lab.folder, lab.root, dirname(process.execPath)];
  return `${start}
mkdir -p ${folder}/upper ${folder}/work ${folder}/root
mount -t overlay -o lowerdir=${root},upperdir=${folder}/upper,workdir=${folder}/work overlay ${folder}/root
set -- ${folder}/root
cd "$1"
mount -t proc proc proc
sysfs sys
mount --rbind /dev dev
mount -t tmpfs tmpfs run
${shared.map((path) => `mkdir -p ".${path}"\nmount --bind "${path}" ".${path}"`).join("\n")}
${Object.entries(storage)
  .map(([path, name]) => `mkdir -p ".${path}"\nmount --bind "${folder}/${name}" ".${path}"`)
  .join("\n")}
${prepare}
mkdir -p .old
pivot_root . .old
cd /
umount -l /.old
${end}`;
}
