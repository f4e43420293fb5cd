import type { Policy } from "../domain/settings/config.ts";
import type { BasesFact } from "./dockerfile/bases.ts";
import type { ContextFolder } from "../domain/dockerfile/context-folder.ts";
import { buildContextFact, type BuildContextFact } from "./context/build-context.ts";
import type { DockerfileFact } from "./dockerfile/dockerfile.ts";
import { laterFact } from "./later/later.ts";
import type { LaterFact } from "./later/leftover.ts";
import type { PackageCallsFact } from "./managers/package-call.ts";
import { packageCallsFact } from "./managers/package-calls.ts";
import type { RepositoryFact } from "./repository/repository-fact.ts";
import { writtenSecretsFact, type WrittenSecretsFact } from "./secrets/written-secrets.ts";
import type { ShellCheckFact } from "./dockerfile/shell-scripts.ts";
import { variablesFact, type VariablesFact } from "./dockerfile/variables/variables.ts";

/** What is known of a Dockerfile from its text, and from the folder and the engine where they were asked. */
export interface TextFacts {
  readonly dockerfile: DockerfileFact;
  readonly packageCalls: PackageCallsFact;
  /** What later steps read or run, and whether programs are what their names say. */
  readonly later: LaterFact;
  readonly variables: VariablesFact;
  /** Passwords and tokens among the words of a Dockerfile's instructions. */
  readonly writtenSecrets: WrittenSecretsFact;
  readonly bases: BasesFact;
  readonly buildContext?: BuildContextFact;
  /** What the other files of the repository say; undefined where they were not looked at, so that anything may be in them. */
  readonly repository?: () => RepositoryFact;
  readonly shellcheck?: ShellCheckFact;
  /** What `hullproof.yaml` asks of images beyond the rules' defaults. */
  readonly policy: Policy;
  /** ISO date (`2026-11-24`), passed in so that equal inputs give equal reports. */
  readonly today: string;
}

const noBases: BasesFact = { of: () => undefined };

/** Facts of a Dockerfile's text. Plain fields, no getters: every rule reads them, and a getter costs the object its shape. */
export function textFacts(
  dockerfile: DockerfileFact,
  given: {
    readonly today: string;
    readonly bases?: BasesFact;
    /** Undefined where there is no folder, as for text from stdin. */
    readonly context?: () => ContextFolder;
    readonly repository?: () => RepositoryFact;
    readonly policy?: Policy;
    readonly shellcheck?: ShellCheckFact;
  },
): TextFacts {
  const { today, bases = noBases, context, repository, policy = {}, shellcheck } = given;
  const variables = variablesFact(dockerfile, bases);
  const packageCalls = packageCallsFact(dockerfile);
  return {
    dockerfile,
    today,
    bases,
    policy,
    variables,
    packageCalls,
    later: laterFact(dockerfile, packageCalls),
    writtenSecrets: writtenSecretsFact(dockerfile),
    ...(shellcheck && { shellcheck }),
    ...(repository && { repository }),
    ...(context && { buildContext: buildContextFact(dockerfile, variables, context) }),
  };
}
