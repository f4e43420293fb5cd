import type { Budgets, BudgetSettings } from "../../domain/settings/budgets.ts";
import { fitsWildcard } from "../../text/wildcard.ts";

/** What holds for the image of this name: the last entry that fits wins, for each limit by itself. */
export function budgetsFor({ all, images }: BudgetSettings, image: string): Budgets {
  return images.reduce<Budgets>((budgets, { name, ...own }) => {
    return fitsWildcard(name, image) ? { ...budgets, ...own } : budgets;
  }, all);
}
