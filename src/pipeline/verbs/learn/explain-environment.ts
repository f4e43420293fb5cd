import type { Environment } from "../../../domain/workload/environment.ts";
import { describeEnvironment } from "../../../proof/observe/environment.ts";
import type { Context } from "../../context.ts";

/** `hullproof learn --explain-environment`: learning methods available here. Throws `engine-unreachable`. */
export async function explainEnvironment(context: Context): Promise<Environment> {
  const { engine } = await context.run();
  return describeEnvironment(engine);
}
