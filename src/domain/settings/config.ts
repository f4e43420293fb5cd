import { defaultProofDays } from "../profile/proof-days.ts";
import type { BudgetSettings } from "./budgets.ts";
import type { FleetSettings } from "../fleet/registry-settings.ts";
import type { Severity } from "../finding/finding.ts";
import type { RuleId } from "../finding/practice.ts";
import type { Span } from "../finding/span.ts";
import type { DeclaredWorkload } from "../workload/declared-workload.ts";

/** The settings of `hullproof.yaml`, with defaults. */
export interface Config {
  /** Absolute path of the file it was read from; undefined when there is none. */
  readonly file?: string;
  readonly text?: string;
  /** What to write in place of keys that have another name since, for the user. */
  readonly formerKeys?: readonly string[];
  /** From the command line: limits that no file in a repository can loosen. */
  readonly enforced?: Enforced;
  readonly workload?: DeclaredWorkload;
  readonly build: {
    readonly dockerfile?: string;
    readonly context?: string;
    readonly target?: string;
    readonly args: Readonly<Record<string, string>>;
  };
  readonly mirrors: Readonly<Record<string, string>>;
  /** Mirrors of a file that the user did not name: each needs consent. */
  readonly proposedMirrors?: Readonly<Record<string, string>>;
  /** How registries are reached. */
  readonly registries?: {
    /** Registry host (`docker.io`) -> mirrors that are tried before it, in this order. */
    readonly mirrors?: Readonly<Record<string, readonly string[]>>;
    /** Hosts, with their ports, that may be accessed without TLS. */
    readonly insecure?: readonly string[];
    /** Hosts, with their ports, to which registries may lead though they are in a private network: storage, token servers. */
    readonly reach?: readonly string[];
    /** Registry host -> hosts that may get its login, to give a token for it. */
    readonly tokenServers?: Readonly<Record<string, readonly string[]>>;
  };
  /** Candidates of `hullproof base` besides the tags of the base in use. */
  readonly base: {
    /** Kinds of variants (`slim`, `alpine`, "" for none). Absent: the small ones. */
    readonly variants?: readonly string[];
    /** Repository, or its last part -> images and repositories of other families that can replace it. */
    readonly families: Readonly<Record<string, readonly string[]>>;
  };
  /** Where feeds of advisories are downloaded from. */
  readonly advisories?: {
    /** One base address for all feeds, each below its own `HOST/PATH`. */
    readonly mirror?: string;
    /** By name of the feed: the replacement of its scheme and host. */
    readonly feeds?: Readonly<Record<string, string>>;
  };
  /** Which registries a fleet reads, and how. */
  readonly fleet?: FleetSettings;
  /** By rule id, or `PRACTICE/*` for all of a practice. */
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Settings for some files only; the last entry that fits wins over those before it and over `rules`. */
  readonly paths: readonly { readonly files: string; readonly rules: Readonly<Record<string, RuleSetting>> }[];
  readonly policy: Policy;
  readonly proof: {
    /** For how many days a proof counts as current. */
    readonly days: number;
  };
  readonly budgets: BudgetSettings;
  /** Names of packages that `harden --slim` keeps, or removes, whatever their class; what is removed is proven all the same. */
  readonly slim: { readonly keep: readonly string[]; readonly drop: readonly string[] };
  readonly vulnerabilities: {
    /** Vulnerabilities that someone decided about; each with its reason, in every report. */
    readonly ignore: readonly {
      /** Its id or one of its aliases: `CVE-2024-1`. */
      readonly id: string;
      /** Only in packages of this name or purl; `*` matches any text. */
      readonly package?: string;
      readonly reason: string;
      /** Last day on which it holds, ISO date. */
      readonly until?: string;
    }[];
  };
  readonly ignores: readonly {
    /** A rule id of ours or of a peer (`hadolint/DL3008`). */
    readonly rule: string;
    /** Glob, relative to the folder of the file. */
    readonly path?: string;
    /** Name of a service, a unit or a container of a pod. */
    readonly container?: string;
    readonly reason: string;
    /** Last day on which it holds, ISO date. */
    readonly until?: string;
    /** The entry in `text`. */
    readonly span: Span;
  }[];
}

export interface Enforced {
  /** Ids of rules, practices as `secrets/*`, `*` for all. */
  readonly rules: readonly string[];
  /** Comments silence nothing when false. */
  readonly inlineIgnores: boolean;
}

export type RuleSetting = Severity | "off";

/** Requirements of an organization, for rules without a default. */
export interface Policy {
  /** Registries, or registry/namespace prefixes, that a base image may come from; `*` matches any part of a name. Undefined: any. */
  readonly registries?: readonly string[];
  /** Labels that an image must have, and the form of their values. */
  readonly labels?: Readonly<Record<string, LabelForm>>;
  /** Demands of a user's own on how containers are run. */
  readonly rules?: readonly OwnRule[];
  /** Files with rules in TypeScript, under the folder of `hullproof.yaml`: run only with --allow-rules. */
  readonly ruleFiles?: readonly string[];
  /** Labels not in `labels` are findings. */
  readonly strictLabels?: boolean;
  /** Rules that no comment in a text can silence: ids, or `PRACTICE/*`. */
  readonly enforce?: readonly string[];
}

/** One requirement, with its author's wording. */
export interface OwnRule {
  /** In the chapter that it names: `limits/team-limits`. */
  readonly id: RuleId;
  readonly severity: Severity;
  readonly message: string;
  /** Registries, or registry/namespace prefixes, that images may come from. */
  readonly registries?: readonly string[];
  /** Limits that each service has to have. */
  readonly limits?: readonly OwnLimit[];
  /** Capabilities that no container may add. */
  readonly forbidCapabilities?: readonly string[];
  /** Globs of paths of the host that no container may mount. */
  readonly forbidMounts?: readonly string[];
  /** Names of labels that each service has to have. */
  readonly labels?: readonly string[];
}

export const ownLimits = ["memory", "cpus", "pids"] as const;
export type OwnLimit = (typeof ownLimits)[number];

export const labelForms = ["text", "url", "rfc3339", "spdx", "git-hash", "semver", "email"] as const;
export type LabelForm = (typeof labelForms)[number];

export const emptyConfig: Config = {
  build: { args: {} },
  base: { families: {} },
  mirrors: {},
  rules: {},
  paths: [],
  vulnerabilities: { ignore: [] },
  ignores: [],
  policy: {},
  proof: { days: defaultProofDays },
  budgets: { all: {}, images: [] },
  slim: { keep: [], drop: [] },
};
