import { Failure } from "../domain/failure.ts";
import type { Report } from "../domain/report/report.ts";
import type { Verb } from "../reports/format.ts";
import { formats } from "../reports/index.ts";
import type { CliContext } from "./cli-context.ts";
import { formatNames, type ReportExtras, renderReport, type RenderFlags } from "./render-report.ts";
import { deliver } from "./session.ts";

/** One `--output`: the file of the result, or of the same result in another format. */
export interface Output {
  readonly file: string;
  /** Absent: the format of `--format`. */
  readonly format?: string;
}

/** `--output FILE`, and any number of `--output FORMAT=FILE`: one run, several formats. */
export const outputsFlag = (verb: Verb) =>
  ({
    kind: "parsed",
    parse: (text: string) => outputOf(text, formatNames(verb)),
    brief: "Write the result to FILE instead of stdout; FORMAT=FILE writes it in one more format. May be repeated.",
    optional: true,
    variadic: true,
    placeholder: "FILE",
  }) as const;

function outputOf(text: string, suiting: readonly string[]): Output {
  const [, format = "", file = ""] = /^([a-z]+)=(.*)$/s.exec(text) ?? [];
  if (format === "") return { file: text };
  if (suiting.includes(format) && file !== "") return { format, file };
  if (file === "") throw new SyntaxError(`${text} names no file`);
  if (formats.some(({ name }) => name === format))
    throw new SyntaxError(`${format} is no format of this verb; it has ${suiting.join(", ")}`);
  throw new SyntaxError(`there is no format ${format}; a file of that name is ./${text}`);
}

/** The file of the main result; undefined: stdout. Throws `Failure` (`bad-usage`) if two results have the same file, or one result has two files. */
export function mainOutput(outputs: readonly Output[] = []): string | undefined {
  const [main, second] = outputs.filter(({ format }) => format === undefined);
  if (second !== undefined)
    throw new Failure("bad-usage", `--output ${second.file} is the second place for one result`, {
      hint: "Say in which format it is to be there: --output sarif=FILE.",
    });
  const files = outputs.map(({ file }) => file);
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined)
    throw new Failure("bad-usage", `--output ${twice} is named for two formats`, { hint: "Name a file for each." });
  return main?.file;
}

/** All requested formats. */
export function formatsOf({ format, output = [] }: Pick<ReportFlags, "format" | "output">): readonly string[] {
  return [format, ...output.flatMap((one) => one.format ?? [])];
}

interface ReportFlags extends Omit<RenderFlags, "output"> {
  readonly output?: readonly Output[];
  readonly mode?: number;
}

/** Writes the report in the requested format, and in each additional format with a file. */
export async function deliverReport(
  cli: CliContext,
  report: Report,
  flags: ReportFlags,
  extras: ReportExtras = {},
  render = renderReport,
): Promise<void> {
  const { output: outputs = [], ...rest } = flags;
  const main = mainOutput(outputs);
  await deliver(
    cli,
    await render(cli, report, { ...rest, ...(main !== undefined && { output: main }) }, extras),
    main,
    flags.mode,
  );
  await deliverMore(cli, report, flags, extras, render);
}

/** Writes only the additional formats with files. */
async function deliverMore(
  cli: CliContext,
  report: Report,
  { output: outputs = [], ...rest }: ReportFlags,
  extras: ReportExtras = {},
  render = renderReport,
): Promise<void> {
  for (const { format, file } of outputs)
    if (format !== undefined)
      await deliver(cli, await render(cli, report, { ...rest, format, output: file }, extras), file, rest.mode);
}
