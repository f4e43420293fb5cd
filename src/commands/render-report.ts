import type { Report } from "../domain/report.ts";
import { formats } from "../reports/index.ts";
import type { RenderOptions, Verb } from "../reports/format.ts";
import type { CliContext } from "./cli-context.ts";

/** Formats that suit a verb, `terminal` first, which is the default. */
export function formatNames(verb: Verb): readonly [string, ...string[]] {
  const names = formats.filter(({ suits }) => suits.includes(verb)).map(({ name }) => name);
  return ["terminal", ...names.filter((name) => name !== "terminal")];
}

/** The report in the format asked for; colour only on a terminal and never into a file. */
export async function renderReport(
  cli: CliContext,
  report: Report,
  flags: { readonly format: string; readonly output?: string },
  files: RenderOptions["files"] = [],
): Promise<string> {
  const format = formats.find(({ name }) => name === flags.format);
  if (format === undefined) throw new Error(`the format ${flags.format} is listed but has no file`);
  const colour = flags.output === undefined && cli.stdout.colour;
  return (await format.load()).render(report, { colour, width: cli.stdout.columns, files });
}
