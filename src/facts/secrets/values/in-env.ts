import { isHarmless } from "../../../secrets/env-by-name.ts";
import type { SecretValue } from "./secret-value.ts";

/** Values of an environment or an env file, in whose place their variable is shown: of any may be a secret what is not known to be harmless. */
export function secretsInEnv(env: Readonly<Record<string, string>>): readonly SecretValue[] {
  return Object.entries(env).flatMap(([name, value]) =>
    isHarmless(name, value) ? [] : [{ value, behind: name, shown: `\${${name}}` }],
  );
}
