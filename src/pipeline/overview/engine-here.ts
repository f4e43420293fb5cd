import { existsSync } from "node:fs";
import { Failure } from "../../domain/failure.ts";
import type { Overview } from "../../domain/report/overview.ts";
import type { PathRules } from "../../sources/programs/trusted-path.ts";
import { resolveEndpoint } from "../../sources/engine/client/endpoint.ts";

/** Which engine the verbs would talk to. Nothing is connected to: one that is far away or hangs would keep the answer waiting. */
export async function engineHere(
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
