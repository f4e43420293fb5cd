import type { Report } from "../../domain/report/report.ts";
import { needChain, needGroups, needLimits } from "../content/need-text.ts";
import { bytesText } from "../content/units.ts";
import { code, prose, table } from "../content/markdown-text.ts";

/** The class of each package with its chain of evidence. */
export function needBlocks({ needs }: Pick<Report, "needs">): string[] {
  if (needs === undefined) return [];
  const rows = needGroups(needs).flatMap(({ needClass, members }) =>
    members.map((need) => [
      code(need.name),
      needClass,
      need.bytes === undefined ? "not known" : bytesText(need.bytes),
      prose(needChain(needs, need).join("; ")),
    ]),
  );
  return ["## Needs", table(["package", "class", "bytes", "why"], rows), prose(needLimits(needs))];
}
