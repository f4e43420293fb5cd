import { runProgram } from "../../run-program.ts";
import type { At } from "./at.ts";
import type { Cell } from "./cell.ts";
import type { Taught } from "./learned-here.ts";
import { broken } from "./refusals.ts";

interface Inspected {
  readonly HostConfig: {
    readonly CapAdd: readonly string[] | null;
    readonly ReadonlyRootfs: boolean;
    readonly Memory: number;
    readonly PidsLimit: number | null;
    readonly NanoCpus: number;
    readonly CpuQuota?: number;
    readonly CpuPeriod?: number;
    readonly SecurityOpt: readonly string[] | null;
  };
}

const look = [
  "grep -E '^(Uid|Gid|CapPrm|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/1/status",
  "grep -E ' / / ' /proc/1/mountinfo | tail -n 1 | cut -d ' ' -f 6 | sed 's/^/Root: /'",
  "grep -E '^[0-9]+ [0-9]+ [0-9:]+ [^ ]+ /dev ' /proc/1/mountinfo | tail -n 1 | cut -d ' ' -f 6 | sed 's/^/Dev: /'",
  // cgroup v1, then v2.
  'echo "Memory: $(cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null)"',
  'echo "Pids: $(cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null)"',
].join("; ");

/** How a started container of the web image differs from its profile, by the engine's words and by its own /proc. */
export async function judgeContainer(at: At, container: string, { profile, report }: Taught): Promise<Cell> {
  // Where hullproof says that the engine enforces some, they are not looked for.
  const open = (report?.notChecked ?? []).find((note) => note.includes("are not enforced by this engine"));
  const [inspected] = JSON.parse(await at.docker(["inspect", container])) as Inspected[];
  if (inspected === undefined) return broken("the engine does not know the container");
  const { HostConfig: host } = inspected;
  const seen = await lookInside(at, container);
  const ids = [profile.user.uid, profile.user.gid].map(String);
  const { required } = profile.capabilities;
  const capabilities = (text = ""): number =>
    BigInt(`0x${text || "0"}`)
      .toString(2)
      .replaceAll("0", "").length;
  const checks: readonly (readonly [string, unknown, unknown])[] = [
    ["read-only root, says the engine", host.ReadonlyRootfs, profile.readOnlyRootfs],
    ["memory, says the engine", host.Memory, profile.memoryBytes],
    ["pids, says the engine", host.PidsLimit, profile.pids],
    ["user", seen.get("Uid")?.split(/\s+/)[0], ids[0]],
    ["group", seen.get("Gid")?.split(/\s+/)[0], ids[1]],
    ["capabilities in the bounding set", capabilities(seen.get("CapBnd")), required.length],
    ["no-new-privileges", seen.get("NoNewPrivs"), profile.noNewPrivileges ? "1" : "0"],
    ["seccomp mode (2 is a filter)", seen.get("Seccomp"), "2"],
    ["root file system", seen.get("Root")?.split(",")[0], profile.readOnlyRootfs ? "ro" : "rw"],
    // As it was while it was learned.
    ["/dev", seen.get("Dev")?.split(",")[0], "rw"],
    ["memory, says the cgroup", seen.get("Memory"), String(profile.memoryBytes)],
    ["pids, says the cgroup", seen.get("Pids"), String(profile.pids)],
    ["its page", await page(at), "served on every engine"],
  ];
  const differs = checks
    .filter(([what, is, wanted]) => is !== wanted && !(open !== undefined && /^(?:memory|pids), says/.test(what)))
    .map(([what, is, wanted]) => `${what} is ${String(is)}, not ${String(wanted)}`);
  if (differs.length > 0) return broken(differs.join("; "));
  return open === undefined ? { verdict: "works" } : { verdict: "less", what: open, said: true };
}

/** Not by a program in the container: the list of calls holds for that, too. */
async function lookInside(at: At, container: string): Promise<ReadonlyMap<string, string>> {
  const text = await at.docker(["exec", container, "sh", "-c", `${look}; true`]);
  return new Map(text.split("\n").map((line) => [/^[^:]*/.exec(line)?.[0] ?? "", line.replace(/^[^:]*:\s*/, "")]));
}

const ask = `
for (let left = 20; left > 0; left--) {
  const text = await fetch("http://127.0.0.1:18473/").then((answer) => answer.text(), String);
  if (left === 1 || text.includes("served")) { console.log(text.trim()); break; }
  await new Promise((resolve) => setTimeout(resolve, 250));
}`;

/** From where its published port answers. */
async function page(at: At): Promise<string> {
  const { engine, lab } = at;
  const near = "near" in engine ? engine.near : (engine.client ?? []);
  if (near === undefined) return "served on every engine";
  const [program, ...args] = [...near, process.execPath, "--input-type=module", "--eval", ask];
  return (await runProgram(program, args, { env: lab.env, signal: lab.signal })).stdout.trim();
}
