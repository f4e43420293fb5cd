import type { Dialect } from "../domain/container/container-spec.ts";
import type { Budgets } from "../domain/settings/budgets.ts";
import type { Policy } from "../domain/settings/config.ts";
import type { Severity } from "../domain/finding/finding.ts";
import type { Observation } from "./observation.ts";
import type { Applicability } from "../domain/finding/fix.ts";
import type { ImageConfiguration, ImageInfo, SecretFound, UpdatesInfo } from "../domain/image/image-info.ts";
import type { Profile } from "../domain/profile/profile.ts";
import type { RuleId } from "../domain/finding/practice.ts";
import type { BaseInfo } from "../domain/dockerfile/base-info.ts";
import type { StepList } from "../facts/safe-steps/step-list.ts";
import type { EngineFact, ProvenFact, RunningFact } from "../facts/container-spec/running-fact.ts";
import type { FactName, Facts } from "./needs.ts";
import type { Premise } from "./premise.ts";
import type { VulnerabilitiesFact } from "../vulnerabilities/vulnerabilities-fact.ts";

/** Executed by the generic rule test, printed by `explain` and on the rule's page. `bad` reports this rule, `good` does not. */
export type Example =
  | {
      readonly kind: "dockerfile";
      readonly bad: string;
      readonly good: string;
      readonly policy?: Policy;
      readonly bases?: ExampleBases;
      /** Packages of the built image that its workload did not need, with their programs. */
      readonly unused?: Readonly<Record<string, readonly string[]>>;
      /** `developmentModules` of the built image. */
      readonly development?: { readonly names: readonly string[]; readonly folders: readonly string[] };
    }
  /** A Dockerfile in a folder; every file has one byte. */
  | { readonly kind: "context"; readonly bad: ContextExample; readonly good: ContextExample }
  /** Lines of a shell script with `docker run`, or a Markdown text when it has a fence; a Compose file, a Quadlet unit, a Kubernetes manifest. */
  | {
      readonly kind: "document" | "compose" | "unit" | "manifest";
      readonly bad: string;
      readonly good: string;
      /** Relevant parts of `example/web:1.4`; the rest needs nothing. */
      readonly profile?: Partial<Profile>;
    }
  | { readonly kind: "image"; readonly bad: ImageExample; readonly good: ImageExample }
  /** A container that an engine has, or the engine itself. */
  | { readonly kind: "running"; readonly bad: RunningExample; readonly good: RunningExample };

/** The engine's base images, by the name in FROM. */
export type ExampleBases = Readonly<Record<string, Partial<BaseInfo>>>;

export interface ContextExample {
  readonly dockerfile: string;
  readonly dockerignore?: string;
  readonly files: readonly string[];
  /** Conditions that make some of them a secret. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** Only what matters to the rule; the rest is an empty image. */
export interface ImageExample {
  readonly image?: Partial<Omit<ImageInfo, "config">>;
  readonly config?: Partial<ImageConfiguration>;
  readonly secrets?: readonly SecretFound[];
  readonly updates?: Partial<UpdatesInfo>;
  readonly vulnerabilities?: Partial<VulnerabilitiesFact>;
  readonly policy?: Policy;
  readonly budgets?: Budgets;
}

/** Only what matters to the rule; the rest is a container that runs as it was proven, on an engine that is set up well. */
export interface RunningExample {
  readonly running?: Partial<Omit<RunningFact, "state">> & { readonly state?: Partial<RunningFact["state"]> };
  readonly proven?: Partial<ProvenFact>;
  readonly engine?: Partial<EngineFact>;
}

/** Why a fix of class `safe` cannot matter, of a rule that lets a list of steps decide. */
export interface SafeReason {
  /** Effect of the edit, and requirements on the changed step. One or two sentences. */
  readonly edit: string;
  /** The list that the rule gives to the fact `safeSteps`. */
  readonly steps: StepList;
  /**
   * Whether the list also applies after the edit: the image differs by the fix's declared changes. Otherwise it only
   * applies before it.
   */
  readonly behind: boolean;
}

/** Why the builder reads the same before and after the edit. `fix` parses both again before it writes. */
export interface SameReading {
  readonly sameReading: string;
}

/** The best fix that a rule can offer; a `safe` one needs an argument. */
type OffersFix =
  | {
      readonly fix: "safe";
      /**
       * Why no build or container can notice the fix: a list of all allowed contexts of the edit, or a sentence.
       * Printed on the rule's page and by `explain` (`whySafeText`).
       */
      readonly whySafe: string | SameReading | SafeReason;
    }
  | { readonly fix: Exclude<Applicability, "safe"> | "none"; readonly whySafe?: never };

export type Rule<Need extends FactName = FactName> = RuleParts<Need> & OffersFix;

interface RuleParts<Need extends FactName> {
  /** Names the problem, not the fix. */
  readonly id: RuleId;
  readonly title: string;
  /** Two or three sentences for readers new to it, with the measured effect if there is one. */
  readonly why: string;
  readonly severity: Severity;
  /**
   * Why it only runs on request, by a setting in `hullproof.yaml` or `--all`: it applies to nearly every file, and is
   * harmless in most. Without a request it is `skipped`, never `clean`.
   */
  readonly onRequest?: string;
  /** With `onRequest`: runs by default where a build decides on each fix, since its fixes make images smaller. */
  readonly speaksInBuilds?: true;
  /** For a default rule: the cases that need a request, whose observations have `onRequest`, with the reason. */
  readonly casesOnRequest?: { readonly cases: string; readonly reason: string };
  /** A requirement of the user's settings: its severity is never lowered. */
  readonly ofUser?: true;
  /**
   * For an image, also as the base of a build: its age and properties, which another base changes and the Dockerfile
   * does not.
   */
  readonly ofBase?: true;
  /** For a rule on `containers`: its dialects; default all. It does not get others, and is not listed for them. */
  readonly dialects?: readonly [Dialect, ...Dialect[]];
  /**
   * It judges missing settings: a container with unknown settings makes it `skipped`, not `clean`. For a rule on
   * `containers`.
   */
  readonly wholeSpec?: true;
  /** Of a rule on how containers are run, written or running, and of no other: what shows that its claim is true. */
  readonly premise?: Premise;
  /**
   * The same check in tools for Kubernetes manifests, whose findings list these instead of `also`. For a rule on
   * `containers`.
   */
  readonly alsoKubernetes?: readonly string[];
  /** Without one of these it is skipped; `check` may read other facts if they are known. */
  readonly needs: readonly Need[];
  /** The same rule elsewhere: `hadolint/DL3009`, `trivy/DS-0002`, `cis-docker/5.12`. */
  readonly also: readonly string[];
  readonly examples: readonly [Example, ...Example[]];
  /** Returns why, when it found nothing because it could not judge: the verdict is then `skipped`, not `clean`. */
  check(facts: Pick<Facts, Need> & Partial<Facts>): Generator<Observation, string | void>;
}

/** Identity; it ties `check`'s parameter to `needs`. */
export function defineRule<const Need extends FactName>(rule: Rule<Need>): Rule<Need> {
  return rule;
}
