import type { StepResult } from "../../../steps/step-kind.ts";
import { ownValue } from "../../../domain/own-value.ts";
import type { HttpStep } from "../../../domain/workload/step.ts";
import { httpExchange } from "../life/http-exchange.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "../life/life-context.ts";
import { publishedPort } from "../setting/published-port.ts";
import { paddedBody } from "./padded-body.ts";
import { clipResponse, matches, sample, shownPattern } from "./taken.ts";
import { defineTaker } from "./taker.ts";

export default defineTaker("http", takeHttp);

async function takeHttp(step: HttpStep, { container, signal }: LifeContext): Promise<StepResult> {
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  const { method, path, headers, timeoutMs, tls } = step;
  const body = step.bodyBytes === undefined ? step.body : paddedBody(step);
  const answer = await httpExchange({
    port,
    method,
    path,
    headers,
    timeoutMs,
    signal,
    ...(tls === undefined ? {} : { tls }),
    ...(body === undefined ? {} : { body }),
  });
  throwIfInterrupted(signal);
  if ("problem" in answer) return answer;
  const outcome = {
    status: answer.status,
    headers: comparedHeaders(answer.headers),
    ...clipResponse(answer.body, answer.bytes),
  };
  if (answer.status !== step.status) return { ...outcome, problem: `status ${answer.status}, expected ${step.status}` };
  for (const [name, pattern] of Object.entries(step.headerPatterns ?? {})) {
    const value = ownValue(answer.headers, name.toLowerCase());
    if (value === undefined) return { ...outcome, problem: `the answer has no header ${name}` };
    if (!matches(pattern, value))
      return { ...outcome, problem: `header ${name} does not match ${shownPattern(pattern)}: ${value}` };
  }
  if (step.bodyPattern === undefined || matches(step.bodyPattern, answer.body)) return outcome;
  return { ...outcome, problem: `body does not match ${shownPattern(step.bodyPattern)}: ${sample(answer.body)}` };
}

/**
 * Headers of the connection, of caches and of the length, which is compared separately: they do not depend on the
 * program's work, and file times differ between two builds of one image.
 */
const silent = new Set(
  "age connection content-length date etag expires keep-alive last-modified transfer-encoding".split(" "),
);

/** The headers that are compared. */
export function comparedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !silent.has(name)));
}
