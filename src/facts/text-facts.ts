import type { Policy } from "../domain/config.ts";
import type { BasesFact } from "./bases.ts";
import type { ContextFolder } from "../domain/context-folder.ts";
import { buildContextFact } from "./context/build-context.ts";
import type { DockerfileFact } from "./dockerfile/dockerfile.ts";
import type { Facts } from "./facts.ts";
import { laterFact } from "./later/later.ts";
import { packageCallsFact } from "./managers/package-calls.ts";
import { writtenSecretsFact } from "./secrets/written-secrets.ts";
import type { ShellCheckFact } from "./shell-scripts.ts";
import { variablesFact } from "./variables.ts";

const noBases: BasesFact = { of: () => undefined };

/** Facts of a Dockerfile's text. Plain fields, no getters: every rule reads them, and a getter costs the object its shape. */
export function textFacts(
  dockerfile: DockerfileFact,
  given: {
    readonly today: string;
    readonly bases?: BasesFact;
    /** Undefined where there is no folder, as for text from stdin. */
    readonly context?: () => ContextFolder;
    readonly policy?: Policy;
    readonly shellcheck?: ShellCheckFact;
  },
): Partial<Facts> {
  const { today, bases = noBases, context, policy = {}, shellcheck } = given;
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
    ...(context && { buildContext: buildContextFact(dockerfile, variables, context) }),
  };
}
