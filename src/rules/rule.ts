import type { Dialect } from "../domain/container-spec/written-container.ts";
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
    }
  /** A Dockerfile in a folder; every file has one byte. */
  | { readonly kind: "context"; readonly bad: ContextExample; readonly good: ContextExample }
  /** Lines of a shell script with `docker run`, or a Markdown text when it has a fence; a Compose file, a Quadlet unit, a Kubernetes manifest. */
  | {
      readonly kind: "document" | "compose" | "unit" | "manifest";
      readonly bad: string;
      readonly good: string;
      /** Of `example/web:1.4`, as far as it matters; the rest of it asks for nothing. */
      readonly profile?: Partial<Profile>;
    }
  | { readonly kind: "image"; readonly bad: ImageExample; readonly good: ImageExample }
  /** A container that an engine has, or the engine itself. */
  | { readonly kind: "running"; readonly bad: RunningExample; readonly good: RunningExample };

/** What the engine says of base images, by what FROM names. */
export type ExampleBases = Readonly<Record<string, Partial<BaseInfo>>>;

export interface ContextExample {
  readonly dockerfile: string;
  readonly dockerignore?: string;
  readonly files: readonly string[];
  /** What makes some of them a secret. */
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
  /** What the edit does, and what it asks of the step that it changes. One or two sentences. */
  readonly edit: string;
  /** The list that the rule gives to the fact `safeSteps`. */
  readonly steps: StepList;
  /** Whether the list holds behind the edit, too: the image differs by what the fix declares. Otherwise it holds in front of it alone. */
  readonly behind: boolean;
}

/** Why the builder reads the same before and after the edit. `fix` reads both once more before it writes. */
export interface SameReading {
  readonly sameReading: string;
}

/** The best fix that a rule can offer; one that offers `safe` argues for it. */
type OffersFix =
  | {
      readonly fix: "safe";
      /**
       * Why nothing that is built or started can notice the fix: a list of all that may stand around the edit, or a sentence. Printed on the rule's page and by `explain` (`whySafeText`).
       */
      readonly whySafe: string | SameReading | SafeReason;
    }
  | { readonly fix: Exclude<Applicability, "safe"> | "none"; readonly whySafe?: never };

export type Rule<Need extends FactName = FactName> = RuleParts<Need> & OffersFix;

interface RuleParts<Need extends FactName> {
  /** Says the fault, not the cure. */
  readonly id: RuleId;
  readonly title: string;
  /** Two or three sentences for someone who never heard of it, with the measured effect where there is one. */
  readonly why: string;
  readonly severity: Severity;
  /**
   * Why it speaks only when it is asked for, by a setting in `hullproof.yaml` or `--all`: true of nearly every file, and no fault in most.
   * A rule that was not asked is `skipped`, never `clean`.
   */
  readonly onRequest?: string;
  /** With `onRequest`: speaks unasked where a build decides on each fix, since its fixes make images smaller. */
  readonly speaksInBuilds?: true;
  /** Of a rule that speaks without being asked: the cases in which it does not, as observations with `onRequest` are marked, and why. */
  readonly casesOnRequest?: { readonly cases: string; readonly reason: string };
  /** What the user's settings demand: its severity is lowered nowhere. */
  readonly ofUser?: true;
  /** Of an image, also where it is the base of a build: its age and what is known of it, which another base changes and the Dockerfile does not. */
  readonly ofBase?: true;
  /** Of a rule on `containers`: what it makes sense for; all when absent. Others it is not given, and is not listed for. */
  readonly dialects?: readonly [Dialect, ...Dialect[]];
  /** It judges what is missing: a container some of whose settings are not known leaves it `skipped`, not `clean`. Of a rule on `containers`. */
  readonly wholeSpec?: true;
  /** Of a rule on how containers are run, written or running, and of no other: what shows that its claim is true. */
  readonly premise?: Premise;
  /** The same rule among checks of Kubernetes manifests, whose findings have these in place of `also`. Of a rule on `containers`. */
  readonly alsoKubernetes?: readonly string[];
  /** Without one of these it is skipped; `check` may read others where they are known. */
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
