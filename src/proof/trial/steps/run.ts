import type { StepResult } from "../../../steps/step-kind.ts";
import type { HostStep } from "../../../domain/workload/step.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { publishedPort } from "../environment/published-port.ts";
import { runCommand } from "./run-command.ts";
import { lastLine, matches, sample, shownPattern } from "./response-text.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("run", takeRun);

/** Scripts of load generators often contain their own host. */
const untouched =
  "did not touch the container: neither a connection nor an exec reached it; let it use HULLPROOF_URL or HULLPROOF_CONTAINER";

/** The step's pattern judges its output, which is not compared: a load generator never prints the same twice. */
async function takeRun(step: HostStep, context: LifecycleContext): Promise<StepResult> {
  const env = { ...process.env, ...(await whereItIs(context)), ...step.env };
  // Without a port nothing can connect, but the command may use files.
  const { container, ports, health } = context;
  const hasUdp = ports.some(({ protocol }) => protocol === "udp");
  const contact = ports.length > 0 ? await container.watchContact({ ignored: health, hasUdp }) : undefined;
  const result = await runCommand(step, env, context);
  throwIfInterrupted(context.signal);
  if ("problem" in result) return result;
  const { exitCode, stdout, stderr } = result;
  if (exitCode !== step.exitCode) {
    const lastMessage = lastLine(stderr, stdout);
    return { status: exitCode, problem: `exit code ${exitCode}, expected ${step.exitCode}${lastMessage}` };
  }
  if (step.output === undefined || matches(step.output, stdout))
    return contact === undefined || (await contact()) ? { status: exitCode } : { status: exitCode, problem: untouched };
  return { status: exitCode, problem: `output does not match ${shownPattern(step.output)}: ${sample(stdout)}` };
}

/** `HULLPROOF_PORT` and `HULLPROOF_URL` are those of the first port, `HULLPROOF_PORT_8080` those of each. */
async function whereItIs({ container, ports }: LifecycleContext): Promise<Record<string, string>> {
  const variables: Record<string, string> = { HULLPROOF_HOST: "127.0.0.1", HULLPROOF_CONTAINER: container.name };
  for (const { port, protocol } of ports) {
    const published = await publishedPort(container, port, protocol);
    if (published === undefined) continue;
    variables["HULLPROOF_PORT"] ??= String(published);
    variables["HULLPROOF_URL"] ??= `http://127.0.0.1:${published}`;
    variables[`HULLPROOF_PORT_${port}`] = String(published);
  }
  return variables;
}
