import type { Finding } from "../../domain/finding/finding.ts";
import type { PastFinding } from "../../domain/report/baseline.ts";
import type { Report } from "../../domain/report/report.ts";
import { pastText } from "../content/baseline-texts.ts";
import { tally, tallyText } from "../content/practice-sections.ts";
import { escapeReport } from "../content/escape-report.ts";
import { listText } from "../content/units.ts";
import { findingLines } from "./findings.ts";
import { hang, pageOf } from "./page.ts";

interface Change {
  readonly files: readonly string[];
  readonly new: readonly Finding[];
  readonly fixed: readonly PastFinding[];
  readonly notJudged: readonly string[];
  readonly report: Pick<Report, "findings">;
}

/** Maximum number of files that are listed. */
const mostNamed = 3;

/** New and fixed findings of a change, and the current total. With a final newline. */
export function checkChangeText(
  change: Change,
  { at, colour, width }: { readonly at: string; readonly colour: boolean; readonly width: number },
): string {
  const page = pageOf({ colour, width });
  const safe = escapeReport(change);
  const { files, fixed, notJudged, report } = safe;
  const listedFiles = files.slice(0, mostNamed);
  const hiddenCount = files.length - listedFiles.length;
  const fileList = listText([...listedFiles, ...(hiddenCount > 0 ? [`${hiddenCount} more`] : [])]);
  const totalText = report.findings.length === 0 ? "nothing found" : tallyText(tally(report.findings));
  const counts = [
    ...(safe.new.length > 0 ? [`${safe.new.length} new`] : []),
    ...(fixed.length > 0 ? [`${fixed.length} fixed`] : []),
    ...(notJudged.length > 0 ? [`${notJudged.length} not judged`] : []),
  ];
  const changeText = counts.length === 0 ? `nothing new, ${totalText}` : `${counts.join(", ")}; now ${totalText}`;
  return `${[
    ...safe.new.flatMap((finding) => ["", ...findingLines(finding, page)]),
    ...(safe.new.length > 0 ? [""] : []),
    ...fixed.flatMap((one) => hang(page, "✔ fixed    ", pastText(one), undefined, "green")),
    ...notJudged.flatMap((one) => hang(page, "? unknown  ", one, undefined, "yellow")),
    ...hang(page, `${at}  `, `${fileList} changed: ${changeText}`, "bold"),
  ].join("\n")}\n`;
}
