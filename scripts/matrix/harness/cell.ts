/** What one engine does with one capability. */
export type Cell =
  | { readonly verdict: "works"; readonly runs?: string }
  /** Less than on the machine's own engine; `said`: hullproof itself says what is missing; `runs`: `10 of 10`, that passed. */
  | { readonly verdict: "less"; readonly what: string; readonly said: boolean; readonly runs?: string }
  /** It ends at once with a message that says why and what to do. */
  | { readonly verdict: "refused"; readonly words: string }
  /** A profile that breaks as it is, says why, and holds with what `verify --widen` wrote into it: `by` names the restrictions that are gone. */
  | { readonly verdict: "widened"; readonly by: string; readonly words: string; readonly runs?: string }
  | { readonly verdict: "broken"; readonly words: string }
  /** Nothing is known of it. */
  | { readonly verdict: "not run"; readonly why: string };

/** What was measured of one engine. */
export interface RowResult {
  readonly title: string;
  /** `2026-11-28` */
  readonly date: string;
  /** Component -> version, as the engine and its programs report them. */
  readonly versions: Readonly<Record<string, string>>;
  /** What a reader must know before taking it for the real thing. */
  readonly note?: string;
  readonly seconds: number;
  /** Column -> cell. */
  readonly cells: Readonly<Record<string, Cell>>;
}

/** A reader is better off with a refusal than with a result that is silent about what it lacks. */
function rank(cell: Cell): number {
  if (cell.verdict === "works") return 4;
  if (cell.verdict === "less") return cell.said ? 3 : 1;
  return cell.verdict === "refused" || cell.verdict === "widened" ? 2 : 0;
}

/** Each cell that is worse than it was, in words; one that was measured before and is not any more counts. */
export function worse(before: RowResult["cells"], now: RowResult["cells"]): string[] {
  return Object.entries(now).flatMap(([column, cell]) => {
    const old = before[column];
    if (old === undefined || old.verdict === "not run") return [];
    if (cell.verdict !== "not run" && rank(cell) >= rank(old)) return [];
    return [`${column}: was ${cellText(old)}, is ${cellText(cell)}`];
  });
}

/**
 * What a row is compared with: what is committed of it. Of what was never measured on the machine's own engine, no cell may be broken or silent about what it lacks.
 */
export function expected(before: RowResult | undefined, now: RowResult, any: boolean): RowResult["cells"] {
  if (!any) return before?.cells ?? {};
  const looked = Object.entries(now.cells).filter(([, { verdict }]) => verdict !== "not run");
  const atLeast = Object.fromEntries(looked.map(([column]) => [column, { verdict: "refused", words: "" } as const]));
  const same = ["Engine", "storage"].every((name) => before?.versions[name] === now.versions[name]);
  return same ? { ...atLeast, ...before?.cells } : atLeast;
}

export function cellText(cell: Cell): string {
  switch (cell.verdict) {
    case "works":
      return `works${cell.runs === undefined ? "" : ` (${cell.runs} runs)`}`;
    case "less":
      return `works${cell.runs === undefined ? "" : ` (${cell.runs} runs)`} with less: ${cell.what}${cell.said ? "" : " (the report does not say so)"}`;
    case "refused":
      return `refused: ${cell.words}`;
    case "widened":
      return `holds${cell.runs === undefined ? "" : ` (${cell.runs} runs)`} once \`verify --widen\` has written \`${cell.by}\`; before: ${cell.words}`;
    case "broken":
      return `**broken**: ${cell.words}`;
    case "not run":
      return `not run: ${cell.why}`;
  }
}
