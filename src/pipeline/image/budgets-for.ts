import type { Budgets, BudgetSettings } from "../../domain/settings/budgets.ts";
import { fitsWildcard } from "../../text/wildcard.ts";

/** Budgets of the image with this name: for each limit, the last matching entry wins. */
export function budgetsFor({ all, images }: BudgetSettings, image: string): Budgets {
  return images.reduce<Budgets>((budgets, { name, ...own }) => {
    return fitsWildcard(name, image) ? { ...budgets, ...own } : budgets;
  }, all);
}
