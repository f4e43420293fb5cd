import type { Profile } from "../../domain/profile/profile.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Trial } from "../../domain/workload/trial.ts";
import { bytesText } from "../content/units.ts";
import { html, type Html } from "./html.ts";
import { usageCourseOf } from "./usage-series.ts";

interface Chart {
  readonly title: string;
  readonly limit: number | undefined;
  readonly of: (trial: Trial) => number | undefined;
  /** The limit of the trial itself. */
  readonly own: (trial: Trial) => number | undefined;
  readonly text: (value: number) => string;
}

/** The usage of each trial, with the limit as a line. The figures are in the table of trials. */
export function usageCharts({ profile, trials }: NonNullable<Report["proof"]>): Html | undefined {
  const charts: readonly Chart[] = [
    {
      title: "Memory, largest in each trial",
      limit: profile.memoryBytes,
      of: ({ usage }) => usage.memoryPeakBytes,
      own: ({ restrictions }) => restrictions.memoryBytes,
      text: bytesText,
    },
    {
      title: "CPUs, on average over each trial",
      limit: profile.cpus,
      of: ({ usage: { cpuSeconds, wallSeconds } }) =>
        cpuSeconds === undefined || wallSeconds === undefined || wallSeconds <= 0
          ? undefined
          : cpuSeconds / wallSeconds,
      own: ({ restrictions }) => restrictions.cpus,
      text: (value) => value.toFixed(2),
    },
    {
      title: "Processes, most in each trial",
      limit: profile.pids,
      of: ({ usage }) => usage.pidsPeak,
      own: ({ restrictions }) => restrictions.pids,
      text: String,
    },
  ];
  const drawn = charts.flatMap((chart) => chartOf(chart, trials) ?? []);
  if (drawn.length === 0) return undefined;
  return html`<h3>How much each trial took</h3>
    <p>A bar is a trial, in their order; the line is the limit of the profile.</p>
    ${drawn} ${coursesPart(profile, trials)}`;
}

/** The reference trial and the last one; the table has all others. */
function coursesPart(profile: Profile, trials: readonly Trial[]): Html | undefined {
  const measuredTrials = trials.filter(({ lives }) => lives.some(({ usage }) => usage !== undefined));
  const chartedTrials = [...new Set([measuredTrials[0], measuredTrials.at(-1)])].flatMap((trial) => trial ?? []);
  if (chartedTrials.length === 0) return undefined;
  return html`<h3>Over time</h3>
    <p>
      What the first and the last trial took from start to stop, with the limit as a dashed line; memory includes caches
      of files, as the limit does. Those of all others are in the table of trials.
    </p>
    ${chartedTrials.map(
      (trial) =>
        html`<p class="small"><a href="#trial-${trial.id}">${trial.id}</a> ${trial.title}</p>
          ${usageCourseOf(trial, profile)}`,
    )}`;
}

function chartOf({ title, limit, of, own, text }: Chart, trials: readonly Trial[]): Html | undefined {
  const bars = trials.flatMap((trial) => {
    const value = of(trial);
    return value === undefined ? [] : [{ trial, value, under: own(trial) }];
  });
  if (bars.length === 0) return undefined;
  const maxAmount = Math.max(limit ?? 0, ...bars.map(({ value }) => value));
  const [width, height] = [1000, 140];
  const step = width / bars.length;
  const high = (value: number) => (value / maxAmount) * (height - 12);
  const places = (value: number) => value.toFixed(2);
  const peak = Math.max(...bars.map(({ value }) => value));
  const line = limit === undefined ? undefined : height - high(limit);
  const caption = `${title}: at most ${text(peak)}, ${limit === undefined ? "no limit" : `limit ${text(limit)}`}`;
  return html`<figure class="chart">
    <figcaption>${caption}</figcaption>
    <svg viewBox="0 0 ${width} ${height}" preserveAspectRatio="none" role="img" aria-label="${caption}">
      ${bars.map(
        ({ trial, value, under }, at) =>
          html`<g
            ><title>
              ${trial.id} ${trial.title}:
              ${text(value)}${under === undefined ? undefined : `, under a limit of ${text(under)}`}</title
            ><rect
              class="${trial.outcome === "breaks" ? "waste" : "kept"}"
              x="${places(at * step + step * 0.1)}"
              y="${places(height - high(value))}"
              width="${places(step * 0.8)}"
              height="${places(Math.max(1, high(value)))}"
          /></g>`,
      )}
      ${
        line === undefined
          ? undefined
          : html`<line class="limit" x1="0" x2="${width}" y1="${places(line)}" y2="${places(line)}" />`
      }
    </svg>
  </figure>`;
}
