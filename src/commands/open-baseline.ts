import type { Report } from "../domain/report/report.ts";
import type { Context } from "../pipeline/context.ts";

/** Read before the work that it is compared with: a wrong name costs nothing. The function leaves a report as it is without a baseline. */
export async function openBaseline(
  file: string | undefined,
  { cwd, today, enforced }: Pick<Context, "cwd" | "today" | "enforced">,
  partly?: string,
): Promise<(report: Report) => Report> {
  if (file === undefined) return (report) => report;
  const { readBaseline, withBaseline } = await import("../pipeline/baseline/with-baseline.ts");
  const earlier = await readBaseline(file, cwd);
  return (report) =>
    withBaseline(report, earlier, {
      cwd,
      today,
      ...(partly !== undefined && { partly }),
      ...(enforced && { enforced }),
    });
}
