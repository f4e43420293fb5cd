import type { Report } from "../domain/report/report.ts";
import type { Context } from "../pipeline/context.ts";

interface BaselineRequest {
  /** Targets of `check`, for a commit as the baseline. */
  readonly targets?: readonly string[];
  /** Why the list of vulnerabilities is incomplete. */
  readonly partly?: string | undefined;
}

/** Reads the baseline before the work, so that a wrong name costs no time. Without a baseline the returned function leaves a report unchanged. */
export async function openBaseline(
  name: string | undefined,
  { targets, partly }: BaselineRequest,
  context: Context,
): Promise<(report: Report) => Report> {
  if (name === undefined) return (report) => report;
  const { openEarlier, readBaseline, withBaseline } = await import("../pipeline/baseline/with-baseline.ts");
  const { cwd, today, enforced } = context;
  const earlier = targets === undefined ? await readBaseline(name, cwd) : await openEarlier(name, targets, context);
  return (report) =>
    withBaseline(report, earlier, {
      cwd,
      today,
      ...(partly !== undefined && { partly }),
      ...(enforced && { enforced }),
    });
}
