import type { Policy } from "../domain/settings/config.ts";
import type { BasesFact } from "./dockerfile/bases.ts";
import type { ContextFolder } from "../domain/dockerfile/context-folder.ts";
import { buildContextFact, type BuildContextFact } from "./context/build-context.ts";
import type { DockerfileFact } from "./dockerfile/dockerfile.ts";
import type { PackageCallsFact } from "./managers/package-call.ts";
import { packageCallsFact } from "./managers/package-calls.ts";
import type { RepositoryFact } from "./repository/repository-fact.ts";
import { safeStepsFact, type SafeStepsFact } from "./safe-steps/safe-steps.ts";
import { writtenSecretsFact, type WrittenSecretsFact } from "./secrets/written-secrets.ts";
import type { ShellCheckFact } from "./dockerfile/shell-scripts.ts";
import type { DevelopmentModulesFact, UnusedPackagesFact } from "./need/unused-packages.ts";
import { variablesFact, type VariablesFact } from "./dockerfile/variables/variables.ts";

/** Facts about a Dockerfile from its text, and from the folder and the engine where they were read. */
export interface TextFacts {
  readonly dockerfile: DockerfileFact;
  readonly packageCalls: PackageCallsFact;
  /** Whether the stages around an edit hold only what a rule's list names. */
  readonly safeSteps: SafeStepsFact;
  readonly variables: VariablesFact;
  /** Passwords and tokens among the words of a Dockerfile's instructions. */
  readonly writtenSecrets: WrittenSecretsFact;
  readonly bases: BasesFact;
  readonly buildContext?: BuildContextFact;
  readonly shellcheck?: ShellCheckFact;
  /** Programs by package of the built image, of those that its workload did not need: only with a complete trace. */
  readonly unusedPackages?: UnusedPackagesFact;
  /** Of the built image, with such a trace. */
  readonly developmentModules?: DevelopmentModulesFact;
  /** Names of images that the repository builds, without tags. */
  readonly builtImages?: ReadonlySet<string>;
  /** Requirements of `hullproof.yaml` for images beyond the rules' defaults. */
  readonly policy: Policy;
  /** ISO date (`2026-11-24`), passed in so that equal inputs give equal reports. */
  readonly today: string;
}

const noBases: BasesFact = { of: () => undefined };

/** Facts of a Dockerfile's text. Plain fields, no getters: every rule reads them, and a getter costs the object its shape. */
export function textFacts(
  dockerfile: DockerfileFact,
  factInputs: {
    readonly today: string;
    readonly bases?: BasesFact;
    /** Undefined where there is no folder, as for text from stdin. */
    readonly context?: () => ContextFolder;
    readonly policy?: Policy;
    readonly shellcheck?: ShellCheckFact;
    readonly unusedPackages?: UnusedPackagesFact;
    readonly developmentModules?: DevelopmentModulesFact;
    readonly builtImages?: ReadonlySet<string>;
    /** Undefined where the other files of the repository are not looked at: one file, text from stdin, an editor. */
    readonly repository?: () => RepositoryFact;
  },
): TextFacts {
  const {
    today,
    bases = noBases,
    context,
    policy = {},
    shellcheck,
    unusedPackages,
    developmentModules,
    repository,
    builtImages,
  } = factInputs;
  const variables = variablesFact(dockerfile, bases);
  const packageCalls = packageCallsFact(dockerfile);
  return {
    dockerfile,
    today,
    bases,
    policy,
    variables,
    packageCalls,
    safeSteps: safeStepsFact(dockerfile, repository),
    writtenSecrets: writtenSecretsFact(dockerfile),
    ...(shellcheck && { shellcheck }),
    ...(unusedPackages && { unusedPackages }),
    ...(developmentModules && { developmentModules }),
    ...(builtImages && { builtImages }),
    ...(context && { buildContext: buildContextFact(dockerfile, variables, context) }),
  };
}
