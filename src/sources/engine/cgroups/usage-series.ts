import type { UsageSeries } from "../../../domain/workload/trial.ts";

/** Usage at one moment; fields that the kernel lacks are missing. */
export interface UsageNow {
  readonly memoryBytes?: number;
  readonly tasks?: number;
  /** Total until now. */
  readonly cpuSeconds?: number;
}

export interface UsageRecorder {
  readonly add: (atMs: number, now: UsageNow) => void;
  /** Undefined before the second sample. */
  readonly course: () => UsageSeries | undefined;
}

interface Point extends UsageNow {
  readonly atMs: number;
  /** Number of samples merged into the point. */
  readonly joined: number;
}

/** A chart shows no more points, and reports have hundreds of trials. */
const mostPoints = 40;
const columns = ["memoryBytes", "tasks", "cpuSeconds"] as const;

/**
 * Records the usage of a container in a bounded number of points: once they are full, neighbors are merged, and from
 * then on each point covers twice as many samples. A merged point keeps the maximum, so no peak is lost; CPU time is
 * cumulative, so the later sample represents both.
 */
export function usageSeries(): UsageRecorder {
  let first: Point | undefined;
  let points: readonly Point[] = [];
  let each = 1;
  return {
    add(atMs, usage) {
      const point = { ...usage, atMs, joined: 1 };
      if (first === undefined) {
        // A removed cgroup reports nothing.
        if (columns.some((column) => usage[column] !== undefined)) first = point;
        return;
      }
      const begun = first;
      if (columns.some((column) => begun[column] !== undefined && usage[column] === undefined)) return;
      const last = points.at(-1);
      if (last !== undefined && last.joined < each) points = [...points.slice(0, -1), joinedOf(last, point)];
      else points = [...points, point];
      if (points.length <= mostPoints) return;
      points = points.flatMap((sample, at) => {
        const next = points[at + 1];
        return at % 2 === 1 ? [] : next === undefined ? [sample] : [joinedOf(sample, next)];
      });
      each *= 2;
    },
    course() {
      if (first === undefined || points.length === 0) return undefined;
      const column = (name: "memoryBytes" | "tasks") =>
        first?.[name] === undefined ? undefined : points.map((point) => point[name] ?? 0);
      const [memoryBytes, tasks, cpus] = [column("memoryBytes"), column("tasks"), cpusOf([first, ...points])];
      return {
        atMs: points.map(({ atMs }) => Math.round(atMs)),
        ...(memoryBytes && { memoryBytes }),
        ...(cpus && { cpus }),
        ...(tasks && { tasks }),
      };
    },
  };
}

function joinedOf(a: Point, b: Point): Point {
  const larger = (name: "memoryBytes" | "tasks") =>
    a[name] === undefined ? {} : { [name]: Math.max(a[name], b[name] ?? 0) };
  return { ...b, ...larger("memoryBytes"), ...larger("tasks"), joined: a.joined + b.joined };
}

/** Average since the previous point, to a thousandth. */
function cpusOf(points: readonly Point[]): readonly number[] | undefined {
  if (points[0]?.cpuSeconds === undefined) return undefined;
  return points.slice(1).map(({ atMs, cpuSeconds = 0 }, at) => {
    const { atMs: sinceMs = 0, cpuSeconds: cpuSecondsBefore = 0 } = points[at] ?? {};
    const ms = atMs - sinceMs;
    return ms <= 0 ? 0 : Math.max(0, Math.round(((cpuSeconds - cpuSecondsBefore) * 1_000_000) / ms) / 1000);
  });
}
