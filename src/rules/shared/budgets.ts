import type { Budgets } from "../../domain/settings/budgets.ts";
import type { Evidence } from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import { amount } from "./image-text.ts";

type Limit = Exclude<keyof Budgets, "denyPackages" | "denyLicences">;

export interface Spent {
  readonly limit: Limit;
  /** For the message: "the image's size". */
  readonly what: string;
  /** Undefined when the image's source does not tell; it is then not judged. */
  readonly is: number | undefined;
  readonly unit: "bytes" | "count" | "share";
  /** What makes up most of it. */
  readonly because?: readonly Evidence[];
}

/**
 * One observation for each limit that is not kept. Returns why, when nothing could be judged: no limit is set, or the image does not tell.
 */
export function* overBudget(budgets: Budgets, all: readonly Spent[]): Generator<Observation, string | void> {
  const asked = all.filter(({ limit }) => budgets[limit] !== undefined);
  if (asked.length === 0) return "hullproof.yaml sets no such budget";
  const unknown: string[] = [];
  let found = false;
  for (const { limit, what, is, unit, because = [] } of asked) {
    const most = budgets[limit];
    if (most === undefined) continue;
    if (is === undefined) {
      unknown.push(what);
      continue;
    }
    if (unit === "share" ? is >= most : is <= most) continue;
    found = true;
    const [has, may] = [shown(is, unit), shown(most, unit)];
    yield {
      message:
        unit === "share"
          ? `${what}: ${has}, and the budget asks for ${may}`
          : `${what}: ${has}, and the budget is ${may}${over(is - most, unit)}`,
      at: { setting: `budgets.${limit}` },
      evidence: [
        { kind: "setting", pointer: `budgets.${limit}`, value: `${most}` },
        { kind: "setting", pointer: what, value: `${is}` },
        ...because,
      ],
    };
  }
  if (!found && unknown.length > 0) return `the image's source does not tell: ${unknown.join(", ")}`;
}

function over(more: number, unit: Spent["unit"]): string {
  return unit === "bytes" ? ` (${amount(more)} over)` : "";
}

function shown(value: number, unit: Spent["unit"]): string {
  if (unit === "bytes") return amount(value);
  // Rounded towards the wrong side, 0.9499 would look as if it kept 0.95.
  return unit === "share" ? `${Math.floor(value * 10_000) / 10_000}` : `${value}`;
}
