import type { Compared } from "../compared.ts";
import type { Config } from "../../../domain/settings/config.ts";

/** A file that a Compose file names, as it was found. */
export type KnownFile = { readonly text: string } | { readonly refused: string; readonly missing: boolean };

/** Compose files that are judged as one project, with all that is known of the files they name; plain data for another thread. */
export interface ComposeWork extends Compared {
  readonly kind: "compose";
  /** As reached from `cwd`; the base of the layers. */
  readonly path: string;
  /** Laid over it, in this order. */
  readonly layers: readonly string[];
  /** Absolute: found in a folder, whose links lead anywhere beneath it. Absent: a person named it. */
  readonly within?: string;
  /** What it is laid over itself, in this order; judged as other targets. */
  readonly under?: readonly string[];
  /** Absolute: files whose findings belong to another target. */
  readonly foreign?: readonly string[];
  /** `services.web`, `networks.front`: what Compose files that are no part of it define. */
  readonly definedElsewhere?: readonly string[];
  /** By absolute path. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** Absolute: what lies elsewhere is not read. */
  readonly root: string;
  readonly config: Config;
  readonly cwd: string;
  /** ISO date. */
  readonly today: string;
  readonly allRules?: boolean;
}
