import type { StepResult } from "../../../steps/step-kind.ts";
import type { PortStep } from "../../../domain/workload/step.ts";
import { httpExchange } from "../lifecycle/http-exchange.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { isListening } from "../lifecycle/listening.ts";
import { publishedPort } from "../environment/published-port.ts";
import { comparedHeaders } from "./http.ts";
import { clipResponse } from "./response-text.ts";
import { tcpExchange } from "./tcp.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("port", takePort);

/** First timeout of a server that waits for another protocol: the same as for HTTP. */
const [firstWaitMs, laterWaitMs] = [2000, 100];

/**
 * Determines the protocol of an exposed port: HTTP, HTTP over TLS, a greeting, or nothing. All of these are responses;
 * the comparison with the reference trials judges them.
 */
async function takePort(step: PortStep, context: LifecycleContext): Promise<StepResult> {
  const { container, signal } = context;
  const { pid } = await container.state();
  const visiblePid = context.engine.sameKernel ? pid : undefined;
  if (!(await isListening(visiblePid, step.port, container))) return clipResponse("no one listens");
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  // The response to a foreign protocol is part of the comparison, so each trial sends it.
  const waitMs = Math.min(step.timeoutMs, context.silentPorts?.has(step.port) === true ? laterWaitMs : firstWaitMs);
  const question = { port, method: "GET", path: "/", timeoutMs: waitMs, signal };
  for (const tls of [false, true]) {
    const answer = await httpExchange({ ...question, tls });
    throwIfInterrupted(signal);
    if (!("problem" in answer))
      return {
        status: answer.status,
        headers: comparedHeaders(answer.headers),
        ...clipResponse(answer.body, answer.bytes),
      };
  }
  const { body = "", bytes = 0 } = await tcpExchange(port, { timeoutMs: step.timeoutMs }, signal);
  throwIfInterrupted(signal);
  return bytes > 0 ? { body, bytes } : clipResponse("accepts connections");
}
