import { Failure } from "../domain/failure.ts";
import type { ImageFiles } from "../domain/image/image-files.ts";
import type { SbomReport, Report } from "../domain/report/report.ts";
import { formats } from "../reports/index.ts";
import type { Invocation } from "../reports/content/summary/invocation.ts";
import type { CheckView } from "../reports/content/summary/check-view.ts";
import type { Document, ListedFormat, RenderOptions, ReportOrigin, Verb } from "../reports/format.ts";
import type { CliContext } from "./cli-context.ts";

/** Formats of a verb; `terminal` is first, and the default. */
export function formatNames(verb: Verb): readonly [string, ...string[]] {
  const names = formats.filter(({ suits }) => suits.includes(verb)).map(({ name }) => name);
  return ["terminal", ...names.filter((name) => name !== "terminal")];
}

export interface RenderFlags {
  readonly format: string;
  readonly output?: string;
  readonly all?: boolean;
  readonly author?: string;
  readonly product?: string;
  readonly category?: string;
  readonly view?: CheckView;
  readonly invocation?: Invocation;
}

/** Additional content for a format. */
export interface ReportExtras extends Pick<RenderOptions, "files"> {
  /** Every file of images, which only the HTML page draws: they are many. */
  readonly maps?: () => readonly ImageFiles[];
}

/** Renders the report in the requested format; colors only on a terminal, never in a file. */
export async function renderReport(
  cli: CliContext,
  report: Report,
  flags: RenderFlags,
  { files = [], maps }: ReportExtras = {},
): Promise<Document> {
  const format = formatOf(flags.format);
  const imageMaps = maps !== undefined && format.name === "html" ? { files: maps() } : {};
  const origin = format.name === "html" ? { origin: await originOf(cli, report) } : {};
  const [completeReport, options, { openThread }] = [
    { ...report, ...imageMaps },
    { ...optionsOf(cli, flags, files), ...origin },
    cli,
  ];
  // In a thread the signal has the reason itself.
  if (openThread === undefined)
    return { text: (await format.load()).render(completeReport, options), syntax: format.syntax };
  const { renderInTime } = await import("../pipeline/host/render-in-time.ts");
  const thread = () => openThread({ cwd: cli.cwd, now: cli.now(), targets: [], flags: { quiet: true } });
  const text = await renderInTime(format, completeReport, options, { openThread: thread, signal: cli.signal });
  return { text, syntax: format.syntax };
}

async function originOf(cli: CliContext, report: Report): Promise<ReportOrigin> {
  const { reportOrigin } = await import("../pipeline/host/report-origin.ts");
  return reportOrigin(report, cli.cwd, sourceDate(cli.env["SOURCE_DATE_EPOCH"]) ?? cli.now());
}

/** Whether all formats show only the image's contents. */
export function isSbom(format: string): boolean {
  return formatOf(format).shows === "contents";
}

export async function renderSbom(cli: CliContext, report: SbomReport, flags: RenderFlags): Promise<Document> {
  const format = formatOf(flags.format);
  if (format.shows !== "contents") throw new Error(`${flags.format} is not an SBOM`);
  return { text: (await format.load()).render(report, optionsOf(cli, flags, [])), syntax: format.syntax };
}

function formatOf(formatName: string): ListedFormat {
  const format = formats.find(({ name }) => name === formatName);
  if (format === undefined) throw new Error(`the format ${formatName} is listed but has no file`);
  return format;
}

function optionsOf(cli: CliContext, flags: RenderFlags, files: NonNullable<RenderOptions["files"]>): RenderOptions {
  const colour = flags.output === undefined && cli.stdout.colour;
  const createdAt = sourceDate(cli.env["SOURCE_DATE_EPOCH"]);
  const { author, product, category, view, invocation } = flags;
  return {
    colour,
    width: cli.stdout.columns,
    ...(cli.stdout.links && { linksFrom: cli.cwd }),
    files,
    now: cli.now(),
    warn: (text) => cli.process.stderr.write(`hullproof: ${text}\n`),
    ...(flags.all === true && { all: true }),
    ...(createdAt !== undefined && { createdAt }),
    ...(author !== undefined && { author }),
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(view !== undefined && { view }),
    ...(invocation !== undefined && { invocation }),
  };
}

/** Seconds since 1970 as RFC 3339, for documents that carry a time. https://reproducible-builds.org/specs/source-date-epoch/ */
export function sourceDate(seconds: string | undefined): string | undefined {
  if (seconds === undefined || seconds === "") return undefined;
  const at = /^\d{1,12}$/.test(seconds) ? Number(seconds) * 1000 : Number.NaN;
  if (!(at < Date.UTC(10_000)))
    throw new Failure("bad-usage", `SOURCE_DATE_EPOCH is ${JSON.stringify(seconds)}, no number of seconds`, {
      hint: "Set it to the output of `date +%s`, or unset it.",
    });
  return new Date(at).toISOString();
}
