import type { StoppableThread } from "../../domain/stoppable-thread.ts";
import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import { formats } from "../../reports/index.ts";
import type { ListedFormat, RenderOptions } from "../../reports/format.ts";
import { withinTime } from "../../sources/bounded/time-limit.ts";

/** Milliseconds that are enough for every ordinary report; slower ones run in a thread that can be ended, until `maxMs`. */
const hereMs = 1_000;
const maxMs = 60_000;

export interface RenderTask {
  readonly kind: "render";
  readonly format: string;
  readonly report: Report;
  readonly options: Omit<RenderOptions, "warn">;
}

export interface Rendered {
  readonly text: string;
  readonly warnings: readonly string[];
}

/**
 * Renders a report in one format, with time limits: `openThread` opens a thread for slow reports, which a signal ends. Throws `Failure`
 * (`timed-out`, `unreadable`) and the reason of the signal.
 */
export async function renderInTime(
  format: ListedFormat,
  report: Report,
  { warn, ...options }: RenderOptions,
  { openThread, signal }: { readonly openThread: () => StoppableThread; readonly signal: AbortSignal },
): Promise<string> {
  const rendered = (await renderHere(format, report, options)) ?? (await renderInThread());
  for (const warning of rendered.warnings) warn?.(warning);
  return rendered.text;

  async function renderInThread(): Promise<Rendered> {
    await using thread = openThread();
    const task: RenderTask = { kind: "render", format: format.name, report, options };
    return thread.ask<Rendered>(`the report as ${format.title}`, task, {
      milliseconds: maxMs,
      stallMs: maxMs,
      signal,
    });
  }
}

/** Undefined at the time limit. */
async function renderHere(
  format: ListedFormat,
  report: Report,
  options: RenderTask["options"],
): Promise<Rendered | undefined> {
  const loaded = await format.load();
  try {
    return withinTime(hereMs, format.title, () => collected((warn) => loaded.render(report, { ...options, warn })));
  } catch (error) {
    if (error instanceof Failure && error.code === "timed-out") return undefined;
    throw error;
  }
}

/** Runs in a thread. */
export async function renderTask({ format: name, report, options }: RenderTask): Promise<Rendered> {
  const format = formats.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`the format ${name} is listed but has no file`);
  const loaded = await format.load();
  return collected((warn) => loaded.render(report, { ...options, warn }));
}

function collected(render: (warn: (text: string) => void) => string): Rendered {
  const warnings: string[] = [];
  const text = render((warning) => void warnings.push(warning));
  return { text, warnings };
}
