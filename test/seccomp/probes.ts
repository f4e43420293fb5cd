import { execFile } from "node:child_process";
import { access, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { allowedUnderAll, type Floor } from "../../src/data/seccomp/seccomp-floor.ts";
import { isAlways } from "../../src/data/seccomp/seccomp-allowed.ts";
import type { SeccompProfile } from "../../src/domain/profile/seccomp.ts";
import { syscallTables } from "../../src/proof/observe/trace/syscall-tables.ts";
import { allows } from "./evaluator.ts";

const run = promisify(execFile);
/** EHWPOISON: the kernel answers it only where memory is broken. */
export const poison = 133;
const table = [...syscallTables.values()].find(({ architecture }) => architecture === "SCMP_ARCH_X86_64");
export const everyCall: readonly (readonly [number, string])[] = [...(table?.names ?? [])];

/** The list with an error of its own for all that it refuses, so that no refusal of the kernel passes for one of the list. */
export function poisoned(list: SeccompProfile): SeccompProfile {
  return {
    ...list,
    defaultErrnoRet: poison,
    syscalls: list.syscalls.filter(({ action }) => action === "SCMP_ACT_ALLOW"),
  };
}

const [sigchld, high] = [0x11n, 1n << 32n];
const namespaces = [0x2_0000n, 0x0200_0000n, 0x0400_0000n, 0x0800_0000n, 0x1000_0000n, 0x2000_0000n, 0x4000_0000n];
/** First arguments worth trying where a floor allows some. */
const firsts: Readonly<Record<string, readonly bigint[]>> = {
  socket: [38n, 40n, 46n, 100n, 38n + high, 40n + high, 2n + high, (1n << 63n) + 38n],
  clone: namespaces.flatMap((flag) => [flag | sigchld, (flag | sigchld) + high, flag | 0x100n | sigchld]),
  personality: [0x4_0000n, 0x8000n, 0x2_0001n, high, 0xffff_fffen, 8n + high],
};

/**
 * Lines of the answer that tell of a call which the list does not refuse. Beyond the latest call that a list names, runc answers ENOSYS in
 * front of it (libcontainer/seccomp/patchbpf): exit code 38. `knowsErrors`: the engine has the error of a list (`defaultErrnoRet`, since Docker 23.0); another refuses with
 * EPERM, as the kernel may, too.
 */
export function openCalls(answer: string, list: SeccompProfile, knowsErrors = true): string[] {
  const named = new Set(poisoned(list).syscalls.flatMap(({ names }) => names));
  const latest = Math.max(...everyCall.filter(([, name]) => named.has(name)).map(([number]) => number));
  return answer.split("\n").filter((line) => {
    const [, entry, number] = /^open (\S+) (\d+) /u.exec(line) ?? [];
    if (number === undefined || (!knowsErrors && line.endsWith("status 200"))) return false;
    return !(entry === "64" && Number(number) > latest && line.endsWith("status 2600"));
  });
}

/** One line for each call that no floor allows; 64-bit ones with several arguments, and every one of the two other ways in. */
export function probesOutside(floors: readonly Floor[]): string[] {
  const lines: string[] = [];
  const line = (entry: string, number: number, first: bigint, second: bigint) =>
    lines.push([entry, number, first.toString(16), second.toString(16), "1", "0", "0", "0"].join(" "));
  for (const [number, name] of everyCall) {
    // The kernel itself makes it, from its own trampoline: since Linux 6.14 no filter is asked (kernel/seccomp.c).
    if (name === "uretprobe") continue;
    const allowed = allowedUnderAll(floors, name);
    if (isAlways(allowed)) continue;
    const asList: SeccompProfile = {
      defaultAction: "SCMP_ACT_ERRNO",
      defaultErrnoRet: 1,
      architectures: [],
      syscalls: allowed.map((args) => ({ names: [name], action: "SCMP_ACT_ALLOW", args })),
    };
    for (const first of [0n, 1n, 3n, 0xffff_ffffn, (1n << 64n) - 1n, ...(firsts[name] ?? [])])
      if (!allows(asList, name, [first, 1n, 1n])) line("64", number, first, 1n);
  }
  // Numbers of x32 proper begin at 512; of i386 all have meanings of their own: 102 is socketcall, 1 is SYS_SOCKET.
  for (let number = 0; number < 550; number++) line("x32", number, 38n, 3n);
  for (let number = 1; number < 470; number++) line("386", number, number === 102 ? 1n : 38n, 3n);
  return lines;
}

export interface Probe extends AsyncDisposable {
  readonly folder: string;
}

/** A static program that makes the calls of a file; undefined where no compiler is. */
export async function buildProbe(): Promise<Probe | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-probe-"));
  const source = join(import.meta.dirname, "probe.c");
  const dispose = () => rm(folder, { recursive: true, force: true });
  const built = await run("gcc", ["-static", "-O1", "-o", join(folder, "probe"), source]).then(
    () => true,
    () => false,
  );
  if (built) return { folder, [Symbol.asyncDispose]: dispose };
  await dispose();
  return undefined;
}

const script = "/p/probe < /p/probes";

/** Through the engine's own runtime. */
export async function probeInDocker(
  probe: Probe,
  image: string,
  list: SeccompProfile,
  lines: readonly string[],
  host?: string,
): Promise<string> {
  const file = join(probe.folder, "list.json");
  await writeFile(file, JSON.stringify(poisoned(list)));
  await writeFile(join(probe.folder, "probes"), `${lines.join("\n")}\n`);
  const flags = ["--rm", "--network", "none", "--cap-drop", "ALL", "--security-opt", "no-new-privileges"];
  const words = [
    ...(host === undefined ? [] : ["-H", host]),
    "run",
    ...flags,
    "--security-opt",
    `seccomp=${file}`,
    "--volume",
    `${probe.folder}:/p:ro`,
    image,
    "sh",
    "-c",
    script,
  ];
  const { stdout } = await run("docker", words, { maxBuffer: 32 * 1024 * 1024, timeout: 120_000 });
  return stdout;
}

/** Through crun by itself, in a bundle whose root holds nothing but the program. */
export async function probeInCrun(probe: Probe, list: SeccompProfile, lines: readonly string[]): Promise<string> {
  await writeFile(join(probe.folder, "probes"), `${lines.join("\n")}\n`);
  const none: string[] = [];
  const spec = {
    ociVersion: "1.0.0",
    root: { path: probe.folder, readonly: true },
    process: {
      cwd: "/",
      args: ["/probe"],
      user: { uid: 0, gid: 0 },
      noNewPrivileges: true,
      capabilities: { bounding: none, effective: none, inheritable: none, permitted: none, ambient: none },
    },
    mounts: [{ destination: "/proc", type: "proc", source: "proc" }],
    linux: { namespaces: ["pid", "mount", "ipc", "uts", "network"].map((type) => ({ type })), seccomp: poisoned(list) },
  };
  await writeFile(join(probe.folder, "config.json"), JSON.stringify(spec));
  for (const name of ["proc", "dev", "sys"]) await mkdir(join(probe.folder, name), { recursive: true });
  const name = `hullproof-probe-${process.pid}`;
  // crun refuses a host that mounts both versions of cgroups: it does not see the second one here.
  const command =
    'umount -l /sys/fs/cgroup/unified 2>/dev/null; exec crun --cgroup-manager=disabled --root "$2" run --bundle "$0" "$1" < "$0/probes"';
  const words = [
    "-m",
    "--propagation",
    "private",
    "sh",
    "-c",
    command,
    probe.folder,
    name,
    join(probe.folder, "state"),
  ];
  const { stdout } = await run("unshare", words, { maxBuffer: 32 * 1024 * 1024, timeout: 120_000 });
  return stdout;
}

export async function hasCrun(): Promise<boolean> {
  const paths = (process.env["PATH"] ?? "").split(":").map((folder) => join(folder, "crun"));
  const found = await Promise.all(
    paths.map((path) =>
      access(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return found.includes(true) && process.getuid?.() === 0;
}
