import type { Trial, UsageSeries } from "../../domain/workload/trial.ts";
import { bytesText, durationText } from "../content/units.ts";
import { html, type Html } from "./html.ts";

/** Limits by resource; undefined if unlimited. */
export interface Limits {
  readonly memoryBytes?: number | undefined;
  readonly cpus?: number | undefined;
  readonly pids?: number | undefined;
}

interface Track {
  readonly title: string;
  readonly column: "memoryBytes" | "cpus" | "tasks";
  readonly limit: keyof Limits;
  readonly text: (value: number) => string;
}

const tracks: readonly Track[] = [
  { title: "Memory", column: "memoryBytes", limit: "memoryBytes", text: bytesText },
  { title: "CPUs", column: "cpus", limit: "cpus", text: (value) => value.toFixed(2) },
  { title: "Tasks", column: "tasks", limit: "pids", text: String },
];

const [width, height, edge] = [300, 60, 4];
/** More than hullproof writes: a report may come from anywhere. */
const mostPoints = 200;

/**
 * Memory, CPUs and tasks of a trial over time, one lifecycle after the other, each with the limit of the trial, or
 * else that of the profile. Undefined without samples.
 */
export function usageCourseOf({ id, lives, restrictions }: Trial, learned: Limits = {}): Html | undefined {
  const courses = lives.flatMap(({ usage }) => usage ?? []);
  const drawn = tracks.flatMap(
    (track) => chartOf(track, courses, { id, own: restrictions[track.limit], learned: learned[track.limit] }) ?? [],
  );
  return drawn.length === 0 ? undefined : html`<div class="courses">${drawn}</div>`;
}

interface Line {
  readonly length: number;
  readonly points: readonly (readonly [ms: number, value: number])[];
}

function chartOf(
  { title, column, text }: Track,
  courses: readonly UsageSeries[],
  { id, own, learned }: { readonly id: string; readonly own: number | undefined; readonly learned: number | undefined },
): Html | undefined {
  const lines = courses.flatMap((course) => lineOf(course, column) ?? []);
  const ms = lines.reduce((sum, { length }) => sum + length, 0);
  if (lines.length === 0 || ms <= 0 || !Number.isFinite(ms)) return undefined;
  const limit = own ?? learned;
  const peakValue = lines.reduce((peak, { points }) => points.reduce((a, [, value]) => Math.max(a, value), peak), 0);
  const scale = Math.max(peakValue, limit ?? 0) || 1;
  const x = (at: number) => ((at / ms) * width).toFixed(1);
  const y = (value: number) => (height - edge - (value / scale) * (height - 2 * edge)).toFixed(1);
  const limitText = limit === undefined ? "" : `, limit ${own === undefined ? "of the profile " : ""}${text(limit)}`;
  const says = `most seen ${text(peakValue)}${limitText}`;
  let begin = 0;
  const starts: number[] = [];
  const paths = lines.map(({ length, points }) => {
    const from = begin;
    starts.push(from);
    begin += length;
    return points.map(([at, value]) => `${x(from + at)},${y(value)}`).join(" ");
  });
  return html`<figure class="chart">
    <figcaption>${title}: ${says}</figcaption>
    <svg
      viewBox="0 0 ${width} ${height}"
      preserveAspectRatio="none"
      role="img"
      aria-label="${title} of ${id} in ${durationText(ms)}${lines.length > 1 ? ", with a restart" : ""}: ${says}"
    >
      ${starts.slice(1).map((at) => html`<line class="restart" x1="${x(at)}" x2="${x(at)}" y1="0" y2="${height}" />`)}
      ${paths.map((points) => html`<polyline class="course" points="${points}" />`)}
      ${limit === undefined ? undefined : html`<line class="limit" x1="0" x2="${width}" y1="${y(limit)}" y2="${y(limit)}" />`}
    </svg>
  </figure>`;
}

function lineOf(course: UsageSeries, column: Track["column"]): Line | undefined {
  const values = course[column] ?? [];
  const times = course.atMs.slice(0, mostPoints);
  const points = times.flatMap((at, index) => {
    const value = values[index];
    return value === undefined ? [] : [[at, value] as const];
  });
  const first = points[0];
  if (first === undefined) return undefined;
  // A point represents the time before it.
  return { length: points.reduce((end, [at]) => Math.max(end, at), 0), points: [[0, first[1]], ...points] };
}
