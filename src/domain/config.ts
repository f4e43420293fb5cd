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
  readonly policy: Policy;
  readonly ignores: readonly {
    readonly rule: string;
    readonly path?: string;
    readonly reason: string;
    readonly until?: string;
  }[];
}

/** What an organisation demands, for rules that have no opinion without it. */
export interface Policy {
  /** Registries, or registry/namespace prefixes, that a base image may come from; `*` stands for any part of a name. Undefined: any. */
  readonly registries?: readonly string[];
  /** Labels that an image must have, and the form of their values. */
  readonly labels?: Readonly<Record<string, LabelForm>>;
  /** Labels beside `labels` are faults. */
  readonly strictLabels?: boolean;
}

export const labelForms = ["text", "url", "rfc3339", "spdx", "git-hash", "semver", "email"] as const;
export type LabelForm = (typeof labelForms)[number];

export const emptyConfig: Config = { build: { args: {} }, mirrors: {}, rules: {}, ignores: [], policy: {} };
