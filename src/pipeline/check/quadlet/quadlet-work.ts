import type { Config } from "../../../domain/settings/config.ts";

/** A Quadlet unit, as plain data for another thread. */
export interface QuadletWork {
  readonly kind: "quadlet";
  readonly path: string;
  readonly text: string;
  /** Folders of drop-ins that are there and are not read. */
  readonly dropIns: readonly string[];
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
  /** Version of Podman that it is judged for. */
  readonly podman?: string;
}
