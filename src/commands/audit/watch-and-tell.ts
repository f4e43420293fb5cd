import { Failure } from "../../domain/failure.ts";
import { updateState, initialState } from "../../pipeline/verbs/audit/watch-state.ts";
import type { AuditOptions } from "../../pipeline/verbs/audit/open-audit.ts";
import { watchAudit, type AuditUpdate } from "../../pipeline/verbs/audit/watch.ts";
import type { Context } from "../../pipeline/context.ts";
import type { CliContext } from "../cli-context.ts";
import { renderReport } from "../render-report.ts";

export interface WatchFlags {
  readonly format: string;
  readonly output?: readonly unknown[];
  readonly all: boolean;
  readonly metrics?: string;
  readonly metricsAnywhere: boolean;
  /** Clears the progress line. */
  readonly clear: () => void;
}

/**
 * `audit --watch`: prints the whole report, then each event with its container's findings, until the signal. JSON has
 * one object per line. Throws `bad-usage`, and the errors of the first connection to the engine.
 */
export async function watchAndTell(
  cli: CliContext,
  options: AuditOptions,
  flags: WatchFlags,
  context: Context,
): Promise<void> {
  const { format, output, metrics, metricsAnywhere } = flags;
  if (output !== undefined || !["terminal", "json"].includes(format))
    throw new Failure("bad-usage", "--watch goes on writing, so it takes neither --output nor this --format.", {
      hint: "Use --format terminal, or --format json for one object a line, and send stdout where it is wanted.",
    });
  let current = initialState;
  await using server =
    metrics === undefined ? undefined : await openMetrics(metrics, metricsAnywhere, () => current, cli);
  if (server !== undefined) cli.process.stderr.write(`hullproof: metrics at ${server.url}\n`);
  for await (const watchEvent of watchAudit(options, context)) {
    current = updateState(current, watchEvent, Date.parse(cli.now()));
    flags.clear();
    if (format === "json") cli.process.stdout.write(`${JSON.stringify(watchEvent)}\n`, "json");
    else await say(cli, watchEvent, flags);
  }
}

async function say(cli: CliContext, watchEvent: AuditUpdate, flags: WatchFlags): Promise<void> {
  const at = cli.now().slice(0, 19).replace("T", " ");
  switch (watchEvent.kind) {
    case "all": {
      const { text, syntax } = await renderReport(cli, watchEvent.report, { format: flags.format, all: flags.all });
      cli.process.stdout.write(`${text}\n${at}  watching; Ctrl-C ends it\n`, syntax);
      return;
    }
    case "lost":
      cli.process.stderr.write(
        `hullproof: ${at}  the engine is gone: ${watchEvent.reason} It is asked again until it answers.\n`,
      );
      return;
    case "event": {
      const { auditEventText } = await import("../../reports/terminal/audit-event.ts");
      cli.process.stdout.write(
        auditEventText(watchEvent.event, watchEvent.report, { at, width: cli.stdout.columns }),
        "text",
      );
    }
  }
}

async function openMetrics(address: string, anywhere: boolean, current: () => typeof initialState, cli: CliContext) {
  const [{ listenAddress }, { serveMetrics }, { metricsText }] = await Promise.all([
    import("../../servers/metrics/listen-address.ts"),
    import("../../servers/metrics/serve-metrics.ts"),
    import("../../servers/metrics/metrics-text.ts"),
  ]);
  return serveMetrics(listenAddress(address, anywhere), () => metricsText(current(), cli.version));
}
