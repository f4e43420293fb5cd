import type { Usage, UsageSeries } from "../../domain/workload/trial.ts";
import { findCgroup } from "../../sources/engine/cgroups/cgroup-files.ts";
import { cpuSecondsOf, sampleUsage, type CgroupUsage, type UsageSampler } from "../../sources/engine/cgroups/cgroup.ts";
import { kernelText } from "../../sources/engine/kernel-text.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import type { Observer } from "./observer.ts";

const everyMs = 100;

export interface UsageMeter {
  readonly observer: Observer;
  usage(): Usage;
  /** Meter of one life; it begins after the start. */
  course(life: number): UsageSeries | undefined;
}

/** Peaks and sums over the lives of one trial and the course of each, read from the container's cgroup; empty where this host cannot see it. */
export function usageMeter(session: EngineSession): UsageMeter {
  if (!session.engine.info.sameKernel) return { observer: {}, usage: () => ({}), course: () => undefined };
  let sampler: UsageSampler | undefined;
  const lives: CgroupUsage[] = [];
  const courses = new Map<number, UsageSeries>();
  return {
    course: (life) => courses.get(life),
    observer: {
      async started({ pid, container }) {
        sampler = await sampleContainer(pid, container.id, everyMs);
        // Up to here, the peak is the runtime's.
        await sampler?.resetMemoryPeak();
      },
      async stopping({ life }) {
        const lifeUsage = await sampler?.stop();
        if (lifeUsage !== undefined) lives.push(lifeUsage);
        const course = sampler?.course();
        if (course !== undefined) courses.set(life, course);
        sampler = undefined;
      },
    },
    usage: () => combine(lives),
  };
}

/**
 * Undefined if the process has ended: the kernel moves it out of its cgroup, and later values belong to another one.
 */
export async function sampleContainer(pid: number, id: string, everyMs: number): Promise<UsageSampler | undefined> {
  if (pid === 0) return undefined;
  const sampler = sampleUsage(pid, everyMs);
  if (isOf(pid, id)) return sampler;
  await sampler.stop();
  return undefined;
}

/** Seconds of CPU of the container `id` so far, of which `pid` is a process; undefined when that has ended. */
export function cpuClock(pid: number, id: string): (() => number | undefined) | undefined {
  const folders = pid === 0 ? undefined : findCgroup(pid);
  return folders !== undefined && isOf(pid, id) ? () => cpuSecondsOf(folders) : undefined;
}

function isOf(pid: number, id: string): boolean {
  return kernelText(`/proc/${pid}/cgroup`)?.includes(id) === true;
}

/** A restarted container has a new cgroup: its peaks are compared, its times added. */
function combine(lives: readonly CgroupUsage[]): Usage {
  const values = (name: keyof Usage): number[] => lives.flatMap((life) => life[name] ?? []);
  const largest = (name: keyof Usage) => (values(name).length === 0 ? {} : { [name]: Math.max(...values(name)) });
  const sum = (name: keyof Usage) =>
    values(name).length === 0 ? {} : { [name]: values(name).reduce((a, b) => a + b) };
  return {
    ...largest("memoryPeakBytes"),
    ...largest("memoryRssBytes"),
    ...largest("memoryHeldBytes"),
    ...sum("cpuSeconds"),
    ...sum("wallSeconds"),
    ...largest("pidsPeak"),
    ...sum("throttledSeconds"),
  };
}
