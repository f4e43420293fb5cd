import type { Taken } from "../../../steps/step-kind.ts";
import type { PortStep } from "../../../domain/workload/workload.ts";
import { httpExchange } from "../life/http-exchange.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "../life/life-context.ts";
import { isListening } from "../life/listening.ts";
import { publishedPort } from "../setting/published-port.ts";
import { told } from "./http.ts";
import { answered } from "./taken.ts";
import { tcpExchange } from "./tcp.ts";
import { defineTaker } from "./taker.ts";

export default defineTaker("port", takePort);

/** A server that waits for words of another protocol is not waited for: the first time for as long as one of HTTP may take. */
const [firstWaitMs, laterWaitMs] = [2000, 100];

/**
 * Finds out what an exposed port says: HTTP, HTTP over TLS, a greeting, or nothing. All of that is an answer; whether it is
 * the right one is for the comparison with the baselines to say.
 */
async function takePort(step: PortStep, context: LifeContext): Promise<Taken> {
  const { container, signal } = context;
  const { pid } = await container.state();
  const seen = context.engine.sameKernel ? pid : undefined;
  if (!(await isListening(seen, step.port, container))) return answered("no one listens");
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  // What it says to words that are not its own is part of the comparison, so it hears them each time.
  const waitMs = Math.min(step.timeoutMs, context.silentPorts?.has(step.port) === true ? laterWaitMs : firstWaitMs);
  const question = { port, method: "GET", path: "/", timeoutMs: waitMs, signal };
  for (const tls of [false, true]) {
    const answer = await httpExchange({ ...question, tls });
    throwIfInterrupted(signal);
    if (!("problem" in answer))
      return { status: answer.status, headers: told(answer.headers), ...answered(answer.body, answer.bytes) };
  }
  const { body = "", bytes = 0 } = await tcpExchange(port, { timeoutMs: step.timeoutMs }, signal);
  throwIfInterrupted(signal);
  return bytes > 0 ? { body, bytes } : answered("accepts connections");
}
