import type { Budgets } from "../../domain/settings/budgets.ts";
import type { Evidence } from "../../domain/finding/finding.ts";
import type { Observation } from "../observation.ts";
import { amount } from "./image-text.ts";

type Limit = Exclude<keyof Budgets, "denyPackages" | "denyLicenses">;

export interface Spent {
  readonly limit: Limit;
  /** For the message: "the image's size". */
  readonly what: string;
  /** Undefined if the image's source does not report it; it is then not judged. */
  readonly is: number | undefined;
  readonly unit: "bytes" | "count" | "share";
  /** The largest parts of it. */
  readonly because?: readonly Evidence[];
}

/**
 * One observation for each exceeded limit. Returns the reason if nothing could be judged: no limit is set, or the image
 * does not report it.
 */
export function* overBudget(budgets: Budgets, usages: readonly Spent[]): Generator<Observation, string | void> {
  const limitedUsages = usages.filter(({ limit }) => budgets[limit] !== undefined);
  if (limitedUsages.length === 0) return "hullproof.yaml sets no such budget";
  const unknown: string[] = [];
  let isOverBudget = false;
  for (const { limit, what, is, unit, because = [] } of limitedUsages) {
    const maxAmount = budgets[limit];
    if (maxAmount === undefined) continue;
    if (is === undefined) {
      unknown.push(what);
      continue;
    }
    if (unit === "share" ? is >= maxAmount : is <= maxAmount) continue;
    isOverBudget = true;
    const [has, may] = [formatAmount(is, unit), formatAmount(maxAmount, unit)];
    yield {
      message:
        unit === "share"
          ? `${what}: ${has}, and the budget asks for ${may}`
          : `${what}: ${has}, and the budget is ${may}${over(is - maxAmount, unit)}`,
      at: { setting: `budgets.${limit}` },
      evidence: [
        { kind: "setting", pointer: `budgets.${limit}`, value: `${maxAmount}` },
        { kind: "setting", pointer: what, value: `${is}` },
        ...because,
      ],
    };
  }
  if (!isOverBudget && unknown.length > 0) return `the image's source does not tell: ${unknown.join(", ")}`;
}

function over(excess: number, unit: Spent["unit"]): string {
  return unit === "bytes" ? ` (${amount(excess)} over)` : "";
}

function formatAmount(value: number, unit: Spent["unit"]): string {
  if (unit === "bytes") return amount(value);
  // Rounded up, 0.9499 would look like 0.95.
  return unit === "share" ? `${Math.floor(value * 10_000) / 10_000}` : `${value}`;
}
