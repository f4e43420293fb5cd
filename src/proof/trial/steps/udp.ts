import type { Taken } from "../../../steps/step-kind.ts";
import { createSocket } from "node:dgram";
import type { UdpStep } from "../../../domain/workload/workload.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "../life/life-context.ts";
import { publishedPort } from "../setting/published-port.ts";
import { bytesOf, fits, wanted } from "./payload.ts";
import { answered, sample } from "./taken.ts";
import { defineTaker } from "./taker.ts";

export default defineTaker("udp", takeUdp);

const againMs = 1000;

async function takeUdp(step: UdpStep, { container, signal }: LifeContext): Promise<Taken> {
  const port = await publishedPort(container, step.port, "udp");
  if (port === undefined) return { problem: "the container no longer runs" };
  const taken = await udpExchange(port, step, signal);
  throwIfInterrupted(signal);
  return taken;
}

/** Sends until one datagram fits: a lost one is no fault, no one repeats it but the sender. */
export function udpExchange(
  port: number,
  step: Omit<UdpStep, "name" | "kind" | "port">,
  signal: AbortSignal,
): Promise<Taken> {
  const { send, expect, timeoutMs } = step;
  const { promise, resolve } = Promise.withResolvers<Taken>();
  const socket = createSocket("udp4");
  let last: Buffer | undefined;
  const end = (taken: Taken) => {
    clearTimeout(limit);
    clearInterval(again);
    signal.removeEventListener("abort", aborted);
    socket.close();
    resolve(taken);
  };
  const aborted = () => end({ problem: "interrupted" });
  const limit = setTimeout(() => {
    const what = expect === undefined || last === undefined ? "no answer" : `no ${wanted(expect)}`;
    const got = last === undefined ? "" : `: ${sample(last.toString("utf8"))}`;
    end({ problem: `${what} within ${timeoutMs} ms${got}`, timedOut: true });
  }, timeoutMs);
  const once = () => socket.send(bytesOf(send), port, "127.0.0.1");
  const again = setInterval(once, againMs);
  signal.addEventListener("abort", aborted, { once: true });
  socket.on("message", (message) => {
    last = message;
    if (expect === undefined) end(answered(message.toString("utf8"), message.length));
    else if (fits(expect, message)) end({ expected: true });
  });
  // A refused datagram shows at the next send; the port may open yet.
  socket.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "ECONNREFUSED") end({ problem: error.message });
  });
  once();
  return promise;
}
