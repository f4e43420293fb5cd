/**
 * Limits for one file of the image, nested archives included. Entries may overlap and an archive may hold
 * itself, so limits of each archive alone are not enough.
 */
export interface Budget {
  bytes: number;
  entries: number;
  archives: number;
}

/** 1 GiB read and inflated, a million entries, 10,000 archives: several times what the largest real applications have. */
export function newBudget(): Budget {
  return { bytes: 1024 * 1024 * 1024, entries: 1_000_000, archives: 10_000 };
}

/** Thrown where the budget ends: nothing further of the same file can be read. */
export class BudgetSpent extends Error {}

/** Takes from the budget, or throws `BudgetSpent` with the reason. */
export function spend(budget: Budget, resource: keyof Budget, amount = 1): void {
  budget[resource] -= amount;
  if (budget[resource] >= 0) return;
  const limits = {
    bytes: "more than 1 GiB would have to be unpacked",
    entries: "it holds more than 1,000,000 entries",
    archives: "it holds more than 10,000 archives",
  } as const;
  throw new BudgetSpent(limits[resource]);
}
