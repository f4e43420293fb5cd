import { Failure } from "../../domain/failure.ts";
import type { Report } from "../../domain/report/report.ts";
import type { Context } from "../../pipeline/context.ts";
import type { Invocation } from "../../reports/content/summary/invocation.ts";
import type { CheckView } from "../../reports/content/summary/check-view.ts";
import { watchCheck, type CheckUpdate } from "../../pipeline/verbs/check/watch.ts";
import type { CliContext } from "../cli-context.ts";
import { renderReport } from "../render-report.ts";
import { notJudged, tellNotJudged } from "./not-judged.ts";

export interface WatchFlags {
  readonly format: string;
  readonly output?: readonly unknown[];
  readonly all: boolean;
  readonly view?: CheckView;
  readonly invocationFor?: (report: Report) => Invocation;
  /** Adds the comparison with the baseline. */
  readonly beside: (report: Report) => Report;
  /** Clears the progress line. */
  readonly clear: () => void;
}

/**
 * `check --watch`: prints the whole report, then the new and fixed findings of each file change, until the signal.
 * JSON has one object per line. Throws `bad-usage`, and the errors of the first check.
 */
export async function watchAndTell(
  cli: CliContext,
  targets: readonly string[],
  { format, output, beside, clear, ...shown }: WatchFlags,
  context: Context,
): Promise<void> {
  if (output !== undefined || !["terminal", "json"].includes(format))
    throw new Failure("bad-usage", "--watch goes on writing, so it takes neither --output nor this --format.", {
      hint: "Use --format terminal, or --format json for one object a line, and send stdout where it is wanted.",
    });
  for await (const watchEvent of watchCheck(targets, { ...context, signal: cli.signal })) {
    clear();
    if (format === "json") cli.process.stdout.write(`${JSON.stringify(jsonOf(watchEvent, beside))}\n`, "json");
    else await say(cli, watchEvent, beside, shown);
  }
}

/** Of a change, what came and went; how many there are of all. */
function jsonOf(watched: CheckUpdate, beside: WatchFlags["beside"]) {
  if (watched.kind === "all") return { ...watched, report: beside(watched.report) };
  if (watched.kind === "stopped") return watched;
  const { report, ...change } = watched;
  const { failed, unread } = notJudged(report);
  return { ...change, findings: report.findings.length, notJudged: [...failed, ...unread] };
}

async function say(
  cli: CliContext,
  request: CheckUpdate,
  compareWithBaseline: WatchFlags["beside"],
  { all, view, invocationFor }: Pick<WatchFlags, "all" | "view" | "invocationFor">,
) {
  const at = cli.now().slice(11, 19);
  const { stdout } = cli.process;
  switch (request.kind) {
    case "all": {
      const { text, syntax } = await renderReport(cli, compareWithBaseline(request.report), {
        format: "terminal",
        all,
        ...(view && { view }),
        ...(invocationFor && { invocation: invocationFor(request.report) }),
      });
      stdout.write(text, syntax);
      tellNotJudged(cli, request.report);
      if (request.unheard !== undefined)
        cli.process.stderr.write(
          `hullproof: the system does not say what changes (${request.unheard}), so files are looked at every 2 s\n  Raise its limit: sysctl fs.inotify.max_user_watches\n`,
        );
      const folders = `${request.folders} ${request.folders === 1 ? "folder" : "folders"}`;
      stdout.write(`${at}  watching ${folders}; Ctrl-C ends it\n`);
      return;
    }
    case "stopped":
      cli.process.stderr.write(`hullproof: ${at}  ${request.reason}\n  ${request.hint}\n`);
      return;
    case "change": {
      const { checkChangeText } = await import("../../reports/terminal/check-change.ts");
      const { failed, unread } = notJudged(request.report);
      const { colour, columns } = cli.stdout;
      stdout.write(
        checkChangeText({ ...request, notJudged: [...failed, ...unread] }, { at, colour, width: columns }),
        "text",
      );
    }
  }
}
