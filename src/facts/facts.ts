import type { LifeCycle } from "../domain/advisory.ts";
import type { Budgets } from "../domain/budgets.ts";
import type { ImageInfo, SecretFound, UpdatesInfo } from "../domain/image.ts";
import type { BasesFact } from "./bases.ts";
import type { BuildContextFact } from "./context/build-context.ts";
import type { DockerfileFact } from "./dockerfile/dockerfile.ts";
import type { Policy } from "../domain/config.ts";
import type { IgnoresFact } from "./ignores.ts";
import type { LaterFact } from "./later/leftover.ts";
import type { PackageCallsFact } from "./managers/package-call.ts";
import type { RefusalsFact } from "./refusals.ts";
import type { RunLinesFact } from "./container-spec/run-lines.ts";
import type { WrittenSecretsFact } from "./secrets/written-secrets.ts";
import type { ShellCheckFact } from "./shell-scripts.ts";
import type { VariablesFact } from "./variables.ts";
import type { VulnerabilitiesFact } from "./vulnerabilities/vulnerabilities-fact.ts";

/** Everything a rule may ask for, by name. A rule that needs a fact we lack is skipped, with the reason. */
export interface Facts {
  readonly dockerfile: DockerfileFact;
  readonly packageCalls: PackageCallsFact;
  /** What later steps read or run, and whether programs are what their names say. */
  readonly later: LaterFact;
  readonly variables: VariablesFact;
  /** Passwords and tokens among the words of a Dockerfile's instructions. */
  readonly writtenSecrets: WrittenSecretsFact;
  readonly bases: BasesFact;
  readonly buildContext: BuildContextFact;
  readonly shellcheck: ShellCheckFact;
  /** What `hullproof.yaml` asks of images beyond the rules' defaults. */
  readonly policy: Policy;
  /** Limits of `hullproof.yaml` for this very image. */
  readonly budgets: Budgets;
  /** Known only after every other rule has run. */
  readonly ignores: IgnoresFact;
  /** Only of a text that Docker refuses. */
  readonly refusals: RefusalsFact;
  readonly runLines: RunLinesFact;
  readonly image: ImageInfo;
  /** What was found in files, configuration and history of the image; missing where nobody looked. */
  readonly secrets: readonly SecretFound[];
  readonly updates: UpdatesInfo;
  readonly vulnerabilities: VulnerabilitiesFact;
  /** Of the advisory store; rules have a table of their own for who has none. */
  readonly lifeCycles: readonly LifeCycle[];
  /** ISO date (`2026-11-24`), passed in so that equal inputs give equal reports. */
  readonly today: string;
}

export type FactName = keyof Facts;
