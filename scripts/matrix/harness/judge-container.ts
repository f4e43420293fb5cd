import { setTimeout as sleep } from "node:timers/promises";
import type { Profile } from "../../../src/domain/profile/profile.ts";
import type { At } from "./at.ts";

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
  // cgroup v1, then v2.
  'echo "Memory: $(cat /sys/fs/cgroup/memory/memory.limit_in_bytes /sys/fs/cgroup/memory.max 2>/dev/null)"',
  'echo "Pids: $(cat /sys/fs/cgroup/pids/pids.max /sys/fs/cgroup/pids.max 2>/dev/null)"',
  "wget -q -O - http://127.0.0.1:18473/",
].join("; ");

/** How a started container of the web image differs from its profile, by the engine's words and by its own /proc. */
export async function judgeContainer(at: At, container: string, profile: Profile): Promise<string[]> {
  const [inspected] = JSON.parse(await at.docker(["inspect", container])) as Inspected[];
  if (inspected === undefined) return ["the engine does not know the container"];
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
    ["memory, says the cgroup", seen.get("Memory"), String(profile.memoryBytes)],
    ["pids, says the cgroup", seen.get("Pids"), String(profile.pids)],
    ["its page", seen.has("served on every engine"), true],
  ];
  return checks
    .filter(([, is, wanted]) => is !== wanted)
    .map(([what, is, wanted]) => `${what} is ${String(is)}, not ${String(wanted)}`);
}

/** Once it answers; what never answers is looked at all the same. */
async function lookInside(at: At, container: string): Promise<ReadonlyMap<string, string>> {
  let lines = new Map<string, string>();
  for (let attempt = 0; attempt < 20; attempt++) {
    const text = await at.docker(["exec", container, "sh", "-c", `${look}; true`]).catch(() => "");
    lines = new Map(text.split("\n").map((line) => [/^[^:]*/.exec(line)?.[0] ?? "", line.replace(/^[^:]*:?\s*/, "")]));
    if (lines.has("served on every engine")) break;
    await sleep(250);
  }
  return lines;
}
