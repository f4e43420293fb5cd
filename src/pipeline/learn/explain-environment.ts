import type { Environment } from "../../domain/workload/environment.ts";
import { describeEnvironment } from "../../proof/observe/environment.ts";
import type { Context } from "../context.ts";

/** `hullproof learn --explain-environment`: what learning can use here. Throws `engine-unreachable`. */
export async function explainEnvironment(context: Context): Promise<Environment> {
  const { engine } = await context.run();
  return describeEnvironment(engine);
}
