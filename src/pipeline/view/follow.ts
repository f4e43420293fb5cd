import { relative } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { RunSeen } from "../../domain/report/run-record.ts";
import { renderRun, runJson } from "../../reports/run-page.ts";
import type { Context } from "../context.ts";
import { pageOf, type ViewRequest } from "./page-of.ts";
import { lastRun } from "./run-record.ts";

/** The page of a folder: of the run that goes on there, else of its report. */
export interface Followed {
  /** Throws `Failure` where there is neither a run nor a report. */
  readonly page: () => Promise<string>;
  /** The run as JSON, for a page that is open. */
  readonly live: () => Promise<string>;
  /** Whether a run goes on. */
  readonly isLive: () => Promise<boolean>;
  /** What the page that was asked for last shows, for a sentence. */
  readonly what: () => string;
}

const ended = "how the last run in this folder ended";

/** `view` without a report: what runs in the current folder is shown while it does, and then its report. */
export function followed(
  request: Omit<ViewRequest, "against">,
  runs: string | undefined,
  context: Pick<Context, "cwd" | "today" | "version">,
): Followed {
  /** When the run began that was seen to go on. */
  let followedRun: string | undefined;
  let what = request.report;
  const seen = async (): Promise<RunSeen | undefined> => {
    const run = await lastRun(runs, context.cwd);
    if (run?.state === "running") followedRun = run.began;
    return run;
  };
  return {
    async page() {
      const run = await seen();
      const itself = (words: string, one: RunSeen): string => {
        what = words;
        return renderRun(one, context.version);
      };
      if (run?.state === "running") return itself("the run in this folder", run);
      // Whoever followed it would take an older report for what came of it.
      if (run !== undefined && run.began === followedRun && reportOf(run) === undefined) return itself(ended, run);
      const own = reportOf(run);
      what = own === undefined ? request.report : relative(context.cwd, own);
      try {
        return await pageOf({ ...request, report: own ?? request.report }, context);
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== "no-such-file") throw error;
        if (run !== undefined) return itself(ended, run);
        throw new Failure("no-such-file", `Nothing runs in this folder, and there is no ${request.report}`, {
          hint: "hullproof harden writes it. Another report is named: hullproof view report.json",
        });
      }
    },
    async live() {
      return runJson(await seen());
    },
    async isLive() {
      return (await seen())?.state === "running";
    },
    what: () => what,
  };
}

/** That of a run which has written one. */
function reportOf(run: RunSeen | undefined): string | undefined {
  return run?.state === "done" ? run.report : undefined;
}
