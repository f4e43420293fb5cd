import type { ContainerSpecs } from "../domain/container/container-spec.ts";
import type { Evidence, Severity } from "../domain/finding/finding.ts";
import { practices, type Practice } from "../domain/finding/practice.ts";
import type { Span, TextSpan } from "../domain/finding/span.ts";
import type { ImageFacts } from "../facts/image/image-facts.ts";
import type { DockerfileFact } from "../facts/dockerfile/dockerfile.ts";
import type { VariablesFact } from "../facts/dockerfile/variables/variables.ts";
import type { PackageCallsFact } from "../facts/managers/package-call.ts";

/** `own-` separates it from built-in rules, now and in the future. */
export type CustomRuleId = `${Practice}/own-${string}`;

export const customRuleIdForm = new RegExp(`^(?:${practices.join("|")})/own-[a-z0-9][a-z0-9-]{0,60}$`);

/** Facts for a custom rule. */
export interface CustomFacts {
  /** A Dockerfile with its stages, instructions and the commands of each RUN. */
  readonly dockerfile: DockerfileFact;
  /** Of a Dockerfile: its uses of package managers. */
  readonly packageCalls: PackageCallsFact;
  /** Of a Dockerfile: the values of ARG and ENV. */
  readonly variables: VariablesFact;
  /** How containers are run: `docker run` lines, Compose files, Kubernetes manifests, Quadlet units, and containers that an engine has (dialect `engine`). */
  readonly containers: ContainerSpecs;
  /** Of an image, or an SBOM: its distribution. */
  readonly os: ImageFacts["os"];
  /** Of an image, or an SBOM. */
  readonly packages: ImageFacts["packages"];
  /** Of an image: how it is started, its labels and its user. */
  readonly configuration: ImageFacts["configuration"];
  /** For images: layers, and their wasted space. */
  readonly layers: ImageFacts["layers"];
  /** Of an image: shells, package managers, compilers and the like. */
  readonly programs: ImageFacts["programs"];
  /** For images: files by permissions, and accounts with a login. */
  readonly privileges: ImageFacts["privileges"];
  /** ISO date (`2026-11-24`). */
  readonly today: string;
}

export const customFactNames = [
  "dockerfile",
  "packageCalls",
  "variables",
  "containers",
  "os",
  "packages",
  "configuration",
  "layers",
  "programs",
  "privileges",
  "today",
] as const;
export type CustomFactName = (typeof customFactNames)[number];

/** One finding. */
export interface CustomFinding {
  readonly message: string;
  /**
   * A span of the Dockerfile, or of a text with containers: `instruction.span`, `container.at`, `said.at`. For images,
   * a path with its layer, or a setting: `Config.User`.
   */
  readonly at: Span | TextSpan | { readonly layer: number; readonly path: string } | { readonly setting: string };
  /** Default: the text at `at`. */
  readonly evidence?: readonly Evidence[];
  /** Default: the rule's. */
  readonly severity?: Severity;
}

/** The rule finds something in `bad` and nothing in `good`; checked whenever it is loaded. */
export type CustomExample = CustomTextExample | CustomFactsExample;

export interface CustomTextExample {
  /** A Dockerfile, lines of a shell script with `docker run`, a Compose file, a Kubernetes manifest or a Quadlet unit. */
  readonly kind: "dockerfile" | "document" | "compose" | "manifest" | "unit";
  readonly bad: string;
  readonly good: string;
}

export interface CustomFactsExample {
  readonly kind: "image";
  readonly bad: CustomImageExample;
  readonly good: CustomImageExample;
}

/** Only what matters to the rule; the rest is an empty image. */
export interface CustomImageExample {
  readonly os?: Partial<ImageFacts["os"]>;
  readonly packages?: ImageFacts["packages"];
  readonly configuration?: Partial<ImageFacts["configuration"]>;
  readonly layers?: Partial<ImageFacts["layers"]>;
  readonly programs?: ImageFacts["programs"];
  readonly privileges?: Partial<ImageFacts["privileges"]>;
}

/** A rule of a user's own, default-exported by a file that `policy.ruleFiles` names. */
export interface CustomRule<Need extends CustomFactName = CustomFactName> {
  readonly id: CustomRuleId;
  /** The problem, not the fix. */
  readonly title: string;
  readonly why: string;
  readonly severity: Severity;
  /** It runs for every target that has all of these. */
  readonly needs: readonly [Need, ...Need[]];
  readonly examples: readonly [CustomExample, ...CustomExample[]];
  /** Yields the problems. It may return a reason why it cannot judge: the rule is then `skipped`, and not `clean`. */
  check(facts: Pick<CustomFacts, Need>): Generator<CustomFinding, string | void>;
}
