import type { StepResult } from "../../../steps/step-kind.ts";
import { maxBodyBytes } from "../../../domain/workload/body-bytes.ts";
import { ownValue } from "../../../domain/own-value.ts";
import type { HttpStep } from "../../../domain/workload/step.ts";
import { httpExchange } from "../lifecycle/http-exchange.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { publishedPort } from "../environment/published-port.ts";
import { captureValue } from "./capture-values.ts";
import type { Client } from "./client.ts";
import { fillRequest } from "./fill-request.ts";
import { multipartBody, multipartType } from "./multipart-body.ts";
import { paddedBody } from "./padded-body.ts";
import { clipResponse, matches, sample, shownPattern } from "./response-text.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("http", takeHttp);

async function takeHttp(declaredStep: HttpStep, context: LifecycleContext): Promise<StepResult> {
  const { client, captures } = context;
  const step =
    client === undefined || captures === undefined
      ? declaredStep
      : fillRequest(declaredStep, context.workload.steps, { client, trial: captures });
  if ("problem" in step) return failCaptures(declaredStep, step.problem, client);
  const result = await exchange(step, context);
  return result.problem === undefined ? result : failCaptures(declaredStep, result.problem, client, result);
}

/** Steps that need its captures are not sent, and get this reason. */
function failCaptures(
  step: HttpStep,
  problem: string,
  client: Client | undefined,
  result: StepResult = {},
): StepResult {
  for (const name of Object.keys(step.capture ?? {}))
    client?.captures.set(name, { problem: `${step.name} failed, whose answer has {{${name}}}` });
  return { ...result, problem };
}

async function exchange(step: HttpStep, { container, signal, client }: LifecycleContext): Promise<StepResult> {
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  const { method, path, timeoutMs, tls } = step;
  const jar = client?.jar(container.name);
  const cookie = jar?.header(path, tls === true);
  const body = bodyOf(step);
  const headers = {
    ...(step.multipart && { "content-type": multipartType }),
    ...(cookie !== undefined && { cookie }),
    ...step.headers,
  };
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
  jar?.store(answer.cookies, path);
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
  if (step.bodyPattern !== undefined && !matches(step.bodyPattern, answer.body))
    return { ...outcome, problem: `body does not match ${shownPattern(step.bodyPattern)}: ${sample(answer.body)}` };
  for (const [name, from] of Object.entries(step.capture ?? {})) {
    const captured = captureValue(from, answer);
    if ("problem" in captured) return { ...outcome, problem: `no {{${name}}}: ${captured.problem}` };
    client?.capture(name, captured.value, step);
  }
  return outcome;
}

function bodyOf(step: HttpStep): string | Buffer | undefined {
  const { bodyBytes, bodyHex, multipart } = step;
  if (multipart !== undefined) {
    const body = multipartBody(multipart);
    return bodyBytes === undefined ? body : multipartBody(multipart, Math.min(bodyBytes, maxBodyBytes) - body.length);
  }
  if (bodyHex !== undefined) return Buffer.from(bodyHex, "hex");
  return bodyBytes === undefined ? step.body : paddedBody(step);
}

/**
 * Headers of the connection, of caches and of the length, which is compared separately: they do not depend on the
 * program's behavior, and file times differ between two builds of one image.
 */
const silent = new Set(
  "age connection content-length date etag expires keep-alive last-modified transfer-encoding".split(" "),
);

/** The headers that are compared. */
export function comparedHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !silent.has(name)));
}
