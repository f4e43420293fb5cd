import type { Compared } from "../compared.ts";
import type { Config } from "../../../domain/settings/config.ts";

/** A Quadlet unit, as plain data for another thread. */
export interface QuadletWork extends Compared {
  readonly kind: "quadlet";
  readonly path: string;
  readonly text: string;
  /** What is laid over it, in this order. */
  readonly dropIns: readonly { readonly file: string; readonly text: string }[];
  /** Why a drop-in that is there could not be read. */
  readonly unread: readonly string[];
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
  /** Version of Podman that it is judged for. */
  readonly podman?: string;
}
