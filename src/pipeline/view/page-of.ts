import { renderHtml } from "../../reports/html.ts";
import { readBaseline, withBaseline } from "../baseline/with-baseline.ts";
import type { Context } from "../context.ts";
import { readReport } from "./read-report.ts";

export interface ViewRequest {
  /** JSON report, as reached from the current folder. */
  readonly report: string;
  /** An earlier report or a list of accepted findings: what is new and what is gone since. */
  readonly against?: string | undefined;
  readonly all?: boolean | undefined;
}

/** The page of a report, read now: whoever asks again sees what another run has written since. */
export async function pageOf(
  { report: file, against, all = false }: ViewRequest,
  context: Pick<Context, "cwd" | "today">,
): Promise<string> {
  const { cwd, today } = context;
  const report = await readReport(file, cwd);
  if (against === undefined) return renderHtml(report, { all });
  return renderHtml(withBaseline(report, await readBaseline(against, cwd), { cwd, today }), { all });
}
