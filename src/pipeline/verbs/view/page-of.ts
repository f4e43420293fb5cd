import { renderHtml } from "../../../reports/html.ts";
import { readBaseline, withBaseline } from "../../baseline/with-baseline.ts";
import type { Context } from "../../context.ts";
import { readReport } from "./read-report.ts";

export interface ViewRequest {
  /** JSON report, as a path from the current folder. */
  readonly report: string;
  /** An earlier report or a list of accepted findings, to show new and fixed ones. */
  readonly against?: string | undefined;
  readonly all?: boolean | undefined;
}

/** The page of a report, read on each request: another run may have replaced it. */
export async function pageOf(
  { report: file, against, all = false }: ViewRequest,
  context: Pick<Context, "cwd" | "today">,
): Promise<string> {
  const { cwd, today } = context;
  const report = await readReport(file, cwd);
  if (against === undefined) return renderHtml(report, { all });
  return renderHtml(withBaseline(report, await readBaseline(against, cwd), { cwd, today }), { all });
}
