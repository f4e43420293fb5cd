import { ownValue } from "../domain/own-value.ts";
import type { ReleaseCycle } from "../domain/advisory/advisory.ts";

/** Of our own table: cycles of a product, and what their last day with fixes is known from. */
export interface ProductEnds {
  readonly product: string;
  readonly until: Readonly<Record<string, string>>;
  readonly source: string;
}

/** The feeds' names for the products of the built-in table. */
const names: Readonly<Record<string, readonly string[]>> = {
  "Node.js": ["nodejs", "node"],
  "Alpine Linux": ["alpine", "alpine-linux"],
  Go: ["go", "golang"],
};

/** The last day with fixes of a cycle: as the advisory store has it, which is newer than we are, else as our own table says. */
export function cycleEnd(
  table: ProductEnds,
  cycle: string,
  stored: readonly ReleaseCycle[],
): { readonly until: string; readonly source: string } | undefined {
  const called = ownValue(names, table.product) ?? [table.product.toLowerCase()];
  const storedCycle = stored.find((candidate) => called.includes(candidate.product) && candidate.cycle === cycle);
  if (storedCycle !== undefined) return { until: lastDay(storedCycle), source: storeSource };
  const until = ownValue(table.until, cycle);
  return until === undefined ? undefined : { until, source: table.source };
}

/** The feeds' names for distributions, by their id in os-release. */
const systems: Readonly<Record<string, readonly string[]>> = {
  rocky: ["rocky-linux", "rocky"],
  amzn: ["amazon-linux", "amzn"],
  ol: ["oracle-linux", "ol"],
  centos: ["centos", "centos-stream"],
  azurelinux: ["azure-linux", "azurelinux"],
  "opensuse-leap": ["opensuse", "opensuse-leap"],
};

/** The cycle of a distribution that is only in the store: by its whole version, then by fewer numbers. */
export function systemCycle(id: string, versionId: string, stored: readonly ReleaseCycle[]): ReleaseCycle | undefined {
  const called = ownValue(systems, id) ?? [id];
  const productCycles = stored.filter(({ product }) => called.includes(product));
  const numbers = versionId.split(".");
  const spellings = numbers.map((_, index) => numbers.slice(0, numbers.length - index).join("."));
  return spellings.flatMap((spelling) => productCycles.find(({ cycle }) => cycle === spelling) ?? [])[0];
}

export const storeSource = "life cycles of the advisory store";

/** Debian's long-term support is for everyone; other extended support has to be bought. */
export function lastDay({ product, endOfLife, extended }: ReleaseCycle): string {
  return product === "debian" ? (extended ?? endOfLife) : endOfLife;
}
