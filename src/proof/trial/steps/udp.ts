import type { StepResult } from "../../../steps/step-kind.ts";
import { createSocket } from "node:dgram";
import type { UdpStep } from "../../../domain/workload/step.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { publishedPort } from "../environment/published-port.ts";
import { bytesOf, fits, describePayload } from "./payload.ts";
import { clipResponse, sample } from "./response-text.ts";
import { defineExecutor } from "./step-executor.ts";

export default defineExecutor("udp", takeUdp);

const againMs = 1000;

async function takeUdp(step: UdpStep, { container, signal }: LifecycleContext): Promise<StepResult> {
  const port = await publishedPort(container, step.port, "udp");
  if (port === undefined) return { problem: "the container no longer runs" };
  const outcome = await udpExchange(port, step, signal);
  throwIfInterrupted(signal);
  return outcome;
}

/** Sends until a response matches: losing a datagram is not an error, and only the sender can repeat it. */
export function udpExchange(
  port: number,
  step: Omit<UdpStep, "name" | "kind" | "port">,
  signal: AbortSignal,
): Promise<StepResult> {
  const { send, expect, timeoutMs } = step;
  const { promise, resolve } = Promise.withResolvers<StepResult>();
  const socket = createSocket("udp4");
  let last: Buffer | undefined;
  const end = (outcome: StepResult) => {
    clearTimeout(limit);
    clearInterval(again);
    signal.removeEventListener("abort", aborted);
    socket.close();
    resolve(outcome);
  };
  const aborted = () => end({ problem: "interrupted" });
  const limit = setTimeout(() => {
    const problemText = expect === undefined || last === undefined ? "no answer" : `no ${describePayload(expect)}`;
    const got = last === undefined ? "" : `: ${sample(last.toString("utf8"))}`;
    end({ problem: `${problemText} within ${timeoutMs} ms${got}`, timedOut: true });
  }, timeoutMs);
  const sendPayload = () => socket.send(bytesOf(send), port, "127.0.0.1");
  const again = setInterval(sendPayload, againMs);
  signal.addEventListener("abort", aborted, { once: true });
  socket.on("message", (message) => {
    last = message;
    if (expect === undefined) end(clipResponse(message.toString("utf8"), message.length));
    else if (fits(expect, message)) end({ expected: true });
  });
  // A refused datagram is only reported at the next send; the port may still open.
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "ECONNREFUSED") end({ problem: error.message });
  });
  sendPayload();
  return promise;
}
