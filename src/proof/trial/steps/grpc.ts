import { connect, type ClientHttp2Session } from "node:http2";
import type { GrpcStep } from "../../../steps/grpc.ts";
import type { StepResult } from "../../../steps/step-kind.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { publishedPort } from "../environment/published-port.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("grpc", takeGrpc);

async function takeGrpc(step: GrpcStep, { container, signal }: LifecycleContext): Promise<StepResult> {
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  const answer = await askHealth(port, step, signal);
  throwIfInterrupted(signal);
  if ("problem" in answer) return answer;
  const { grpcStatus, serving } = answer;
  const outcome = { status: grpcStatus, body: serving };
  if (grpcStatus !== 0) return { ...outcome, problem: `gRPC status ${grpcStatus}, expected 0` };
  return serving === "SERVING" ? outcome : { ...outcome, problem: `it is ${serving}, expected SERVING` };
}

/** Names of `grpc.health.v1.HealthCheckResponse.ServingStatus`. */
const servingStatus = ["UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"];
/** Maximum size of a response, which has three bytes. */
const maxBytes = 64 * 1024;

type HealthAnswer =
  | { readonly grpcStatus: number; readonly serving: string }
  | { readonly problem: string; readonly timedOut: boolean };

/** One call on a new connection; errors are results. */
export function askHealth(
  port: number,
  { service = "", timeoutMs }: Pick<GrpcStep, "service" | "timeoutMs">,
  signal: AbortSignal,
): Promise<HealthAnswer> {
  const { promise, resolve } = Promise.withResolvers<HealthAnswer>();
  const deadline = AbortSignal.timeout(timeoutMs);
  const stop = AbortSignal.any([deadline, signal]);
  const fail = (problem: string) =>
    resolve({ timedOut: deadline.aborted, problem: deadline.aborted ? `no answer within ${timeoutMs} ms` : problem });
  const session: ClientHttp2Session = connect(`http://127.0.0.1:${port}`, { settings: { enablePush: false } });
  session.on("error", (error: Error) => fail(error.message));
  stop.addEventListener("abort", () => fail("interrupted"), { once: true });
  const request = session.request({
    ":method": "POST",
    ":path": "/grpc.health.v1.Health/Check",
    "content-type": "application/grpc",
    te: "trailers",
  });
  let status: number | undefined;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const statusOf = (headers: Readonly<Record<string, unknown>>) => {
    const value = headers["grpc-status"];
    if (typeof value === "string" && /^\d{1,3}$/u.test(value)) status = Number(value);
  };
  request.on("response", (headers) => {
    statusOf(headers);
    if (headers[":status"] !== 200) fail(`status ${headers[":status"]}, expected 200`);
  });
  request.on("trailers", statusOf);
  request.on("data", (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) fail("the answer is no health response");
    else chunks.push(chunk);
  });
  request.on("error", (error: Error) => fail(error.message));
  request.on("end", () => {
    if (status === undefined) fail("the answer has no gRPC status");
    else resolve({ grpcStatus: status, serving: servingOf(Buffer.concat(chunks)) });
  });
  request.end(healthRequest(service));
  return promise.finally(() => session.destroy());
}

/** A frame (flag, length) with field 1, a string. */
function healthRequest(service: string): Buffer {
  const name = Buffer.from(service, "utf8");
  const message = name.length === 0 ? name : Buffer.concat([Buffer.from([0x0a, ...varint(name.length)]), name]);
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

function varint(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...varint(value >> 7)];
}

/** Field 1 is an enum; without it, its default. */
function servingOf(frame: Buffer): string {
  const message = frame.subarray(5);
  const value = message[0] === 0x08 ? (message[1] ?? 0) : 0;
  return servingStatus[value] ?? `status ${value}`;
}
