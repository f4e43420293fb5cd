import type { Report } from "../domain/report/report.ts";
import type { Context } from "../pipeline/context.ts";

interface BaselineRequest {
  /** Of a `check`, for a commit as the baseline. */
  readonly targets?: readonly string[];
  /** Why the list of vulnerabilities is not whole. */
  readonly partly?: string | undefined;
}

/** Read before the work that it is compared with: a wrong name costs nothing. The function leaves a report as it is without a baseline. */
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
