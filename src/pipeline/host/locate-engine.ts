import { existsSync } from "node:fs";
import { Failure } from "../../domain/failure.ts";
import type { Overview } from "../../domain/report/overview.ts";
import type { PathRules } from "../../sources/paths/trusted-path.ts";
import { resolveEndpoint } from "../../sources/engine/client/endpoint.ts";

/** The engine that verbs would use. Does not connect: a remote or hanging one would delay the overview. */
export async function locateEngine(
  env: Readonly<Record<string, string | undefined>>,
  rules?: PathRules,
): Promise<Overview["engine"]> {
  try {
    const { text, address } = await resolveEndpoint(undefined, env, rules);
    return { address: text, there: !("socketPath" in address) || existsSync(address.socketPath) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { trouble: error.message };
  }
}
