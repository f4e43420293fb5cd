import type { StepResult } from "../../../steps/step-kind.ts";
import { connect } from "node:net";
import type { TcpStep } from "../../../domain/workload/step.ts";
import { listeningPorts, socketTables } from "../lifecycle/listening.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { publishedPort } from "../environment/published-port.ts";
import { bytesOf, fits, describePayload } from "./payload.ts";
import { clipResponse, sample } from "./response-text.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("tcp", takeTcp);

/**
 * Silence after which a response without a declared end is complete. Engines accept connections for ports on which
 * nothing listens, and close them.
 */
const silenceMs = 250;
const answerLimit = 64 * 1024;

async function takeTcp(step: TcpStep, { container, signal, engine }: LifecycleContext): Promise<StepResult> {
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  const outcome = await tcpExchange(port, step, signal);
  throwIfInterrupted(signal);
  if (outcome.bytes !== 0 || outcome.problem !== undefined) return outcome;
  // A slow proxy that finds no listener stays silent like a server that has nothing to send.
  const { pid } = await container.state();
  const tables = await socketTables(engine.sameKernel ? pid : undefined, container);
  const reached = tables?.some((table) => listeningPorts(table).includes(step.port)) ?? true;
  return reached ? outcome : { problem: `no one listens on port ${step.port}` };
}

/** One connection to a port of 127.0.0.1. */
export function tcpExchange(
  port: number,
  step: Omit<TcpStep, "name" | "kind" | "port">,
  signal: AbortSignal,
): Promise<StepResult> {
  const { send, expect, timeoutMs } = step;
  const { promise, resolve } = Promise.withResolvers<StepResult>();
  const socket = connect({ host: "127.0.0.1", port });
  const chunks: Buffer[] = [];
  let silence: NodeJS.Timeout | undefined;
  const readChunks = () => Buffer.concat(chunks);
  const end = (outcome: StepResult) => {
    clearTimeout(limit);
    clearTimeout(silence);
    signal.removeEventListener("abort", aborted);
    socket.destroy();
    resolve(outcome);
  };
  const aborted = () => end({ problem: "interrupted" });
  const limit = setTimeout(() => end(describeSilence(`within ${timeoutMs} ms`, true)), timeoutMs);
  signal.addEventListener("abort", aborted, { once: true });

  const describeSilence = (when: string, timedOut: boolean): StepResult => {
    const got = readChunks().toString("utf8");
    const problem =
      expect === undefined ? `no answer ${when}` : `no ${describePayload(expect)} ${when}: ${sample(got)}`;
    return { ...clipResponse(got, readChunks().length), problem, timedOut };
  };
  const whole = (): StepResult => clipResponse(readChunks().toString("utf8"), readChunks().length);
  // Without a declared response, any output is accepted, and a server may send nothing.
  const wait = () => {
    clearTimeout(silence);
    if (expect === undefined) silence = setTimeout(() => end(whole()), silenceMs);
  };
  socket.on("connect", () => {
    if (send !== undefined) socket.write(bytesOf(send));
    wait();
  });
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    // The length of further output is not declared, so it is not compared.
    if (expect !== undefined && fits(expect, readChunks())) end({ expected: true });
    else if (readChunks().length >= answerLimit)
      end(expect === undefined ? whole() : describeSilence("in 64 KiB", false));
    else wait();
  });
  socket.on("close", () =>
    end(chunks.length > 0 && expect === undefined ? whole() : describeSilence("before it hung up", false)),
  );
  socket.on("error", (error: NodeJS.ErrnoException) =>
    end({ problem: error.code === "ECONNREFUSED" ? "connection refused" : error.message }),
  );
  return promise;
}
