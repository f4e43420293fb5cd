import type { AdvisoriesInfo } from "../../domain/advisories-info.ts";
import type { LifeCycle, SupportLimit } from "../../domain/advisory.ts";
import type { Vulnerability } from "../../domain/vulnerability.ts";
import type { Inventory } from "./inventory.ts";

/** What the advisories say of an inventory. */
export interface AskedAdvisories {
  readonly vulnerabilities: readonly Vulnerability[];
  readonly info: AdvisoriesInfo;
  readonly support: readonly SupportLimit[];
  readonly lifeCycles: readonly LifeCycle[];
  /** What they say of a flaw in a source package that they did not report; a sentence without its full stop. */
  readonly said: (source: string, id: string) => string | undefined;
}

export interface AdvisoriesRequest {
  /** Absolute. */
  readonly folder: string | undefined;
  /** ISO date: statements published later are left out. */
  readonly asOf: string | undefined;
  readonly today: string;
}

/** `missing` says why there are no advisories: unknown is not none. Throws `Failure` (`bad-advisories`, `unreadable`). */
export async function askAdvisories(
  _inventory: Pick<Inventory, "os" | "packages">,
  _request: AdvisoriesRequest,
): Promise<AskedAdvisories | { readonly missing: string }> {
  return { missing: "no advisories were asked: this version cannot read a store of them yet" };
}
