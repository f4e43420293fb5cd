import type { ComparisonFacts } from "./comparison-facts.ts";
import type { Config } from "../../domain/settings/config.ts";

/** A Quadlet unit, as plain data for another thread. */
export interface QuadletWork extends ComparisonFacts {
  readonly kind: "quadlet";
  readonly path: string;
  readonly text: string;
  /** Drop-ins, in order. */
  readonly dropIns: readonly { readonly file: string; readonly text: string }[];
  /** Why a drop-in could not be read. */
  readonly unread: readonly string[];
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
  /** Podman version to evaluate for. */
  readonly podman?: string;
}
