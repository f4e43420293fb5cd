import { relative } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { RunSeen } from "../../../domain/report/run-record.ts";
import { renderRun, runJson } from "../../../reports/run-page.ts";
import type { Context } from "../../context.ts";
import { pageOf, type ViewRequest } from "./page-of.ts";
import { lastRun } from "./run-record.ts";

/** The page of a folder: its current run, else its report. */
export interface Followed {
  /** Throws `Failure` where there is neither a run nor a report. */
  readonly page: () => Promise<string>;
  /** The run as JSON, for an open page. */
  readonly live: () => Promise<string>;
  /** Whether a run is in progress. */
  readonly isLive: () => Promise<boolean>;
  /** Subject of the last page, for a message. */
  readonly what: () => string;
}

const endedRunSubject = "how the last run in this folder ended";

/** `view` without a report: shows the run in the current folder, and then its report. */
export function follow(
  request: Omit<ViewRequest, "against">,
  runs: string | undefined,
  context: Pick<Context, "cwd" | "today" | "version">,
): Followed {
  /** Start time of the observed run. */
  let followedRun: string | undefined;
  let shownReport = request.report;
  const observeRun = async (): Promise<RunSeen | undefined> => {
    const run = await lastRun(runs, context.cwd);
    if (run?.state === "running") followedRun = run.began;
    return run;
  };
  return {
    async page() {
      const run = await observeRun();
      const itself = (words: string, runSeen: RunSeen): string => {
        shownReport = words;
        return renderRun(runSeen, context.version);
      };
      if (run?.state === "running") return itself("the run in this folder", run);
      // A viewer of that run would mistake an older report for its result.
      if (run !== undefined && run.began === followedRun && reportOf(run) === undefined)
        return itself(endedRunSubject, run);
      const runReport = reportOf(run);
      shownReport = runReport === undefined ? request.report : relative(context.cwd, runReport);
      try {
        return await pageOf({ ...request, report: runReport ?? request.report }, context);
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== "no-such-file") throw error;
        if (run !== undefined) return itself(endedRunSubject, run);
        throw new Failure("no-such-file", `Nothing runs in this folder, and there is no ${request.report}`, {
          hint: "hullproof harden writes it. Another report is named: hullproof view report.json",
        });
      }
    },
    async live() {
      return runJson(await observeRun());
    },
    async isLive() {
      return (await observeRun())?.state === "running";
    },
    what: () => shownReport,
  };
}

/** The report that a run has written. */
function reportOf(run: RunSeen | undefined): string | undefined {
  return run?.state === "done" ? run.report : undefined;
}
