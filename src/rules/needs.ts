import type { ReleaseCycle } from "../domain/advisory/advisory.ts";
import type { ContainerSpecs } from "../domain/container/container-spec.ts";
import type { Budgets } from "../domain/settings/budgets.ts";
import type { SecretFound, UpdatesInfo } from "../domain/image/image-info.ts";
import type { RunLinesFact } from "../domain/dockerfile/run-line.ts";
import type { FoundDrift } from "../facts/container-spec/drift/found-drift.ts";
import type { EngineFact, ProvenFact, RunningFact } from "../facts/container-spec/running-fact.ts";
import type { IgnoresFact } from "../facts/dockerfile/ignores.ts";
import type { RefusalsFact } from "../facts/dockerfile/refusals.ts";
import type { ImageFacts } from "../facts/image/image-facts.ts";
import type { Purpose } from "../facts/repository/purpose.ts";
import type { TextFacts } from "../facts/text-facts.ts";
import type { ObjectsFact } from "../facts/pod-security/object-set.ts";
import type { ManifestProblemsFact, PodsFact } from "../facts/pod-security/pods-fact.ts";
import type { VulnerabilitiesFact } from "../vulnerabilities/vulnerabilities-fact.ts";

/** All facts for rules, by name. A rule that needs a missing fact is skipped, with the reason. */
export interface Facts extends Required<TextFacts>, ImageFacts {
  /** Limits of `hullproof.yaml` for this very image. */
  readonly budgets: Budgets;
  /** Known only after every other rule has run. */
  readonly ignores: IgnoresFact;
  /** Only of a text that Docker refuses. */
  readonly refusals: RefusalsFact;
  /** As text: values that only a command line has, and lines that pull. */
  readonly runLines: RunLinesFact;
  /** Why docker compose refuses the project; missing where variables without a value decide. */
  readonly composeRefusals: RefusalsFact;
  /** Why Podman makes no service of a Quadlet unit. */
  readonly quadletRefusals: RefusalsFact;
  /** Container specs of any dialect. A rule only gets those of its `dialects`. */
  readonly containers: ContainerSpecs;
  /** For Kubernetes manifests: values that only pods have. */
  readonly pods: PodsFact;
  /** Of Kubernetes manifests: the objects that are applied together. */
  readonly objects: ObjectsFact;
  /** What Kubernetes refuses of a manifest. */
  readonly manifestProblems: ManifestProblemsFact;
  /** Secrets in files, configuration and history of the image; missing without a scan. */
  readonly secrets: readonly SecretFound[];
  readonly updates: UpdatesInfo;
  readonly vulnerabilities: VulnerabilitiesFact;
  /** Of a container that an engine has. */
  readonly running: RunningFact;
  /** Of such a container, the profile that belongs to it. */
  readonly proven: ProvenFact;
  /** In what containers, running or written, are not as the profiles that belong to them were proven. */
  readonly drifts: readonly FoundDrift[];
  /** The engine itself. */
  readonly engine: EngineFact;
  /** Of Kubernetes manifests: what kustomizations of the repository set the version of, as `readKustomization` names it. */
  readonly kustomized: ReadonlySet<string>;
  /** Purpose of the target, by its place in the repository; missing if unknown. */
  readonly purpose: Purpose;
  /** From the advisory store; rules have a built-in table for users without one. */
  readonly lifeCycles: readonly ReleaseCycle[];
}

export type FactName = keyof Facts;

const ofImages: readonly (keyof ImageFacts)[] = [
  "os",
  "packages",
  "files",
  "configuration",
  "layers",
  "programs",
  "privileges",
];
const areOfImages: ReadonlySet<FactName> = new Set(ofImages);

/** As a report names a fact: the parts of an image are one thing to its reader. */
export function factTitle(fact: FactName): string {
  if (fact === "composeRefusals") return "Docker Compose's answer";
  if (fact === "buildContext") return "build context";
  if (fact === "drifts") return "proven";
  if (fact === "unusedPackages" || fact === "developmentModules") return "complete trace of the workload";
  if (fact === "quadletRefusals") return "Quadlet unit";
  return areOfImages.has(fact) ? "image" : fact;
}

/** Reason why no part of an image is known. */
export function withoutImage(reason: string): Record<keyof ImageFacts, string> {
  return Object.fromEntries(ofImages.map((fact) => [fact, reason])) as Record<keyof ImageFacts, string>;
}

/** Whether a rule judges images: it needs some part of one. */
export function readsImage({ needs }: { readonly needs: readonly FactName[] }): boolean {
  return needs.some((need) => areOfImages.has(need));
}
