import type { Environment, LearningWay } from "../../domain/workload/environment.ts";
import type { Engine, EngineInfo } from "../../sources/engine/types.ts";
import { fileEvents } from "./calls/call-filter.ts";
import { holesOf } from "./engine-holes.ts";
import type { Machine } from "../../domain/profile/proof-environment.ts";
import { runtimeProfile } from "./runtime-profile.ts";
import { unenforcedLimits } from "../../sources/engine/client/without-limits.ts";
import { machineOf } from "./machine-of.ts";
import { syscallTables } from "./trace/syscall-tables.ts";
import { hasTracepoint, mountTracefs, tracefs } from "./trace/tracefs.ts";
import { exists } from "../../sources/files/exists.ts";

const taskEvents = ["sched/sched_process_fork", "sched/sched_process_exec", "sched/sched_process_exit"];
const capabilityEvents = ["capability/cap_capable"];
const callEvents = ["raw_syscalls/sys_enter", "raw_syscalls/sys_exit"];

/** Read-only: nothing is started or changed, but tracefs may be mounted, as by an init system. */
export async function describeEnvironment(engine: Engine): Promise<Environment> {
  const { info } = engine;
  const root = process.getuid?.() === 0;
  if (info.sameKernel && root) await mountTracefs();
  // Only root may read it.
  const events = info.sameKernel && root ? [...taskEvents, ...capabilityEvents, ...callEvents, ...fileEvents] : [];
  const tracepoints = await Promise.all(
    events.map(async (event) => ({ name: event.replace("/", ":"), present: await hasTracepoint(event) })),
  );
  const host = {
    sameKernel: info.sameKernel,
    root,
    tracefs: info.sameKernel && (await exists(`${tracefs}/events`)),
    tracepoints,
  };
  return {
    engine: engineOf(info),
    host,
    learning: waysOf(info, host, { ...machineOf(info), stacked: await runtimeProfile(info) }),
    holes: await holesOf(info),
  };
}

function engineOf(info: EngineInfo): Environment["engine"] {
  const { engine, runtime, cgroup, ...machine } = machineOf(info);
  return {
    ...machine,
    ...engine,
    apiVersion: info.apiVersion,
    endpoint: info.endpoint,
    operatingSystem: info.operatingSystem,
    runtime: runtime.name,
    ...(runtime.version !== undefined && { runtimeVersion: runtime.version }),
    cgroupVersion: cgroup.version,
    cgroupDriver: cgroup.driver,
  };
}

/** Methods that learning will use, in the order of its lessons. */
export function waysOf(
  info: Pick<EngineInfo, "cgroupVersion" | "storageDriver" | "withoutLimits">,
  host: Environment["host"],
  {
    accessControl = [],
    stacked,
  }: Partial<Pick<Machine, "accessControl">> & { readonly stacked?: string | undefined } = {},
): LearningWay[] {
  const lacks = (events: readonly string[]) => hindrance(host, events);
  const [capability, calls, files] = [
    lacks([...taskEvents, ...capabilityEvents]),
    lacks([...taskEvents.slice(0, 2), ...callEvents]) ??
      (syscallTables.has(process.arch)
        ? undefined
        : { why: `the calls of ${process.arch} have no names here`, advice: "" }),
    lacks([...taskEvents.slice(0, 2), ...callEvents, ...fileEvents]) ?? unlayered(info.storageDriver),
  ];
  const near = nearness(host);
  const variables = near ?? unlayered(info.storageDriver);
  return [
    way("capabilities", capability, "tracepoint capability:cap_capable, then trials", {
      how: "trials only: the empty set, then by halving",
      unknown: "capabilities that are used and whose loss is tolerated; which program used one",
    }),
    way("system calls", calls, "tracepoint raw_syscalls, then trials under a list of allowed calls", {
      how: "not learned: the engine's own seccomp profile stays",
      unknown: "which calls the container makes",
    }),
    way("files read", files, "tracepoints of the page cache; what is open or mapped is looked at too", {
      how: host.sameKernel && host.root ? "what is open or mapped, looked at twice in each run" : "nothing",
      unknown: host.sameKernel && host.root ? "short-lived programs and files" : "which files of the image are in use",
    }),
    way("files written", variables, "the overlay's upper directory", {
      how: "the engine's list of changes",
      unknown: "files that were removed again; owners and modes, so that a new refusal in the log counts",
    }),
    way("sockets and processes", near, "/proc of the container's processes", {
      how: "commands in the container, where it has them",
      unknown: "sockets that listen; as whom processes run in an image without an `id` command",
    }),
    ...unenforced(info),
    way("memory, cpu and tasks", host.sameKernel ? undefined : near, `cgroup v${info.cgroupVersion} of the container`, {
      how: "trials only",
      unknown: "peaks: limits are found by what passes",
    }),
    ...(accessControl.includes("SELinux")
      ? [
          {
            subject: "folders and files of this machine",
            how: "copies that containers may read: SELinux refuses them the originals, whose labels stay as they are",
          },
        ]
      : []),
    ...(stacked === undefined ? [] : [{ subject: "no-new-privileges", how: `tried as elsewhere; ${stacked}` }]),
  ];
}

/** There, memory and tasks of a container are never limited. */
function unenforced(info: Pick<EngineInfo, "withoutLimits">): LearningWay[] {
  const limits = unenforcedLimits(info);
  if (limits.length === 0) return [];
  return [
    {
      subject: `limits of ${limits.join(", ")}`,
      how: "not learned: the most that a trial may take",
      unknown: "what is enough, for this engine takes such limits and enforces none",
      advice: "Learn on an engine with root, or without root on cgroup v2 with these controllers delegated.",
    },
  ];
}

interface Hindrance {
  readonly why: string;
  readonly advice: string;
}

function way(
  subject: string,
  lacks: Hindrance | undefined,
  method: string,
  otherwise: LearningWay | Omit<LearningWay, "subject">,
) {
  if (lacks === undefined) return { subject, how: method };
  const { unknown = "" } = otherwise;
  return {
    subject,
    how: otherwise.how,
    unknown: `${unknown} (${lacks.why})`,
    ...(lacks.advice === "" ? {} : { advice: lacks.advice }),
  };
}

/**
 * Storage drivers with the kernel's overlay, which shows a container's reads and writes: `overlay2` of Docker,
 * `overlayfs` of containerd, `overlay` of Podman.
 */
function unlayered(driver: string): Hindrance | undefined {
  if (/^overlay(?:2|fs)?$/u.test(driver)) return undefined;
  return {
    why: `the engine keeps its containers with ${driver || "a storage driver that it does not name"}, not with the kernel's overlay`,
    advice: "Learn on an engine with overlay2, or with the containerd image store on overlayfs.",
  };
}

function nearness({ sameKernel, root }: Environment["host"]): Hindrance | undefined {
  if (!sameKernel) {
    return {
      why: "the engine's containers do not run on this machine's kernel",
      advice:
        "Run hullproof on the engine's own Linux machine, not through Docker Desktop, another host or a container.",
    };
  }
  return root ? undefined : { why: "not run as root", advice: "Run it as root: sudo hullproof learn IMAGE" };
}

function hindrance(host: Environment["host"], events: readonly string[]): Hindrance | undefined {
  const near = nearness(host);
  if (near !== undefined) return near;
  if (!host.tracefs)
    return { why: "tracefs cannot be mounted", advice: "Mount it: mount -t tracefs tracefs /sys/kernel/tracing" };
  const present = new Set(host.tracepoints.filter((tracepoint) => tracepoint.present).map(({ name }) => name));
  const missingEvents = events.map((event) => event.replace("/", ":")).filter((event) => !present.has(event));
  if (missingEvents.length === 0) return undefined;
  const since = missingEvents.some((event) => event.startsWith("capability:")) ? "6.14" : "6.12";
  return {
    why: `this kernel has no tracepoint ${missingEvents.join(", ")}`,
    advice: `Learn on a machine with Linux ${since} or newer; the profile holds on older ones too.`,
  };
}
