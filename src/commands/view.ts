import { buildCommand } from "@stricli/core";
import { cacheAt, searchFrom } from "../pipeline/host/homes.ts";
import type { CliContext } from "./cli-context.ts";
import { modeFlag, outputFlag, switchFlag, textFlag } from "./flags.ts";
import { deliver, openSession } from "./session.ts";

interface Flags {
  readonly against?: string;
  readonly port: number;
  readonly all: boolean;
  readonly output?: string;
  readonly mode?: number;
}

export const viewCommand = buildCommand<Flags, [string?], CliContext>({
  docs: {
    brief: "Show a JSON report as a page in a browser, beside an earlier one if you like",
    fullDescription: [
      "Serves REPORT on this machine only, at an address that it prints and no one can guess, until Ctrl-C. The report is read again at each",
      "reload. --output writes the page to a file instead, and serves nothing. Needs no engine. Without REPORT, a learn or harden that runs in this",
      "folder is followed trial by trial, and its report shown once it is done.",
      "",
      "Example:  hullproof view                                  what runs here, else what harden wrote last, .hullproof/report.json",
      "          hullproof view now.json --against before.json    what is new, what is fixed",
      "          hullproof view now.json --output now.html",
      "",
      "Exit 0: shown. 2: the report could not be read.",
    ].join("\n"),
  },
  parameters: {
    positional: {
      kind: "tuple",
      parameters: [
        {
          brief: "What --format json wrote; .hullproof/report.json by default",
          parse: String,
          placeholder: "REPORT",
          optional: true,
        },
      ],
    },
    flags: {
      against: textFlag("An earlier JSON report, or a list of accepted findings", "FILE"),
      port: {
        kind: "parsed",
        parse: portOf,
        default: "0",
        brief: "Listen here; 0 takes a port that is free",
        placeholder: "PORT",
      },
      all: switchFlag("Also list vulnerabilities that their vendor calls negligible"),
      output: outputFlag,
      mode: modeFlag,
    },
  },
  async func({ against, port, all, output, mode }, reportName) {
    const report = reportName ?? ".hullproof/report.json";
    await using session = openSession(
      this,
      { quiet: true, ...(output !== undefined && { output }) },
      reportName === undefined ? [] : [reportName],
    );
    // A named report or a comparison has precedence over a running command.
    const run =
      reportName === undefined && against === undefined && output === undefined
        ? (await import("../pipeline/verbs/view/follow.ts")).follow(
            { report, all },
            cacheAt("runs", searchFrom(this)),
            session.context,
          )
        : undefined;
    const { pageOf } = await import("../pipeline/verbs/view/page-of.ts");
    const page = () => run?.page() ?? pageOf({ report, against, all }, session.context);
    // Reports unreadable files here, not in the browser.
    const text = await page();
    if (output !== undefined) {
      await deliver(this, { text, syntax: "markup" }, output, mode);
      return;
    }
    const { servePage } = await import("../servers/view/serve-page.ts");
    await using server = await servePage(port, page, run && (() => run.live()));
    this.process.stdout.write(`${server.url}\n`);
    const title = run?.what() ?? report;
    this.process.stderr.write(`hullproof: ${title} is shown there, to this machine only; Ctrl-C ends it\n`);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.signal.addEventListener("abort", () => resolve(), { once: true });
    if (this.signal.aborted) resolve();
    await promise;
  },
});

function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new Error(`${text} is not a port`);
}
