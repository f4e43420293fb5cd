import type { Policy } from "../domain/config.ts";
import type { BasesFact } from "./bases.ts";
import type { ContextFolder } from "../domain/context-folder.ts";
import { buildContextFact } from "./build-context.ts";
import type { DockerfileFact } from "./dockerfile.ts";
import type { Facts } from "./facts.ts";
import { packageCallsFact } from "./package-calls.ts";
import type { ShellCheckFact } from "./shell-scripts.ts";
import { variablesFact } from "./variables.ts";

const noBases: BasesFact = { of: () => undefined };

/** Facts of a Dockerfile's text, each worked out when the first rule asks for it. */
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
  const bases = given.bases ?? noBases;
  const variables = lazy(() => variablesFact(dockerfile, bases));
  const packageCalls = lazy(() => packageCallsFact(dockerfile));
  const { context } = given;
  const buildContext = context && lazy(() => buildContextFact(dockerfile, variables(), context));
  const facts = {
    dockerfile,
    today: given.today,
    bases,
    policy: given.policy ?? {},
    ...(given.shellcheck && { shellcheck: given.shellcheck }),
    get variables() {
      return variables();
    },
    get packageCalls() {
      return packageCalls();
    },
  };
  if (buildContext !== undefined) Object.defineProperty(facts, "buildContext", { get: buildContext, enumerable: true });
  return facts;
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
