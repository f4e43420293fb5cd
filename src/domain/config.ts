import type { Severity } from "./finding.ts";
import type { Workload } from "./workload.ts";

/** What `hullproof.yaml` says, with its defaults. */
export interface Config {
  /** Absolute path of the file it was read from; undefined when there is none. */
  readonly file?: string;
  readonly workload?: Workload;
  readonly build: {
    readonly dockerfile?: string;
    readonly context?: string;
    readonly target?: string;
    readonly args: Readonly<Record<string, string>>;
  };
  readonly mirrors: Readonly<Record<string, string>>;
  readonly rules: Readonly<Record<string, Severity | "off">>;
  readonly ignores: readonly {
    readonly rule: string;
    readonly path?: string;
    readonly reason: string;
    readonly until?: string;
  }[];
}

export const emptyConfig: Config = { build: { args: {} }, mirrors: {}, rules: {}, ignores: [] };
