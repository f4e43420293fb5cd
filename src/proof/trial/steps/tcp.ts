import type { Taken } from "../../../steps/step-kind.ts";
import { connect } from "node:net";
import type { TcpStep } from "../../../domain/workload/workload.ts";
import { listeningPorts, socketTables } from "../life/listening.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "../life/life-context.ts";
import { publishedPort } from "../setting/published-port.ts";
import { bytesOf, fits, wanted } from "./payload.ts";
import { answered, sample } from "./taken.ts";
import { defineTaker } from "./taker.ts";

export default defineTaker("tcp", takeTcp);

/** An answer without a declared end is over when nothing came for so long. Engines answer for ports on which no one listens, and hang up. */
const silenceMs = 250;
const answerLimit = 64 * 1024;

async function takeTcp(step: TcpStep, { container, signal, engine }: LifeContext): Promise<Taken> {
  const port = await publishedPort(container, step.port);
  if (port === undefined) return { problem: "the container no longer runs" };
  const taken = await tcpExchange(port, step, signal);
  throwIfInterrupted(signal);
  if (taken.bytes !== 0 || taken.problem !== undefined) return taken;
  // A way to the container that is slow to find no one there keeps silent like a server that has nothing to say.
  const { pid } = await container.state();
  const tables = await socketTables(engine.sameKernel ? pid : undefined, container);
  const reached = tables?.some((table) => listeningPorts(table).includes(step.port)) ?? true;
  return reached ? taken : { problem: `no one listens on port ${step.port}` };
}

/** One connection to a port of 127.0.0.1. */
export function tcpExchange(
  port: number,
  step: Omit<TcpStep, "name" | "kind" | "port">,
  signal: AbortSignal,
): Promise<Taken> {
  const { send, expect, timeoutMs } = step;
  const { promise, resolve } = Promise.withResolvers<Taken>();
  const socket = connect({ host: "127.0.0.1", port });
  const chunks: Buffer[] = [];
  let silence: NodeJS.Timeout | undefined;
  const said = () => Buffer.concat(chunks);
  const end = (taken: Taken) => {
    clearTimeout(limit);
    clearTimeout(silence);
    signal.removeEventListener("abort", aborted);
    socket.destroy();
    resolve(taken);
  };
  const aborted = () => end({ problem: "interrupted" });
  const limit = setTimeout(() => end(missing(`within ${timeoutMs} ms`, true)), timeoutMs);
  signal.addEventListener("abort", aborted, { once: true });

  const missing = (when: string, timedOut: boolean): Taken => {
    const got = said().toString("utf8");
    const problem = expect === undefined ? `no answer ${when}` : `no ${wanted(expect)} ${when}: ${sample(got)}`;
    return { ...answered(got, said().length), problem, timedOut };
  };
  const whole = (): Taken => answered(said().toString("utf8"), said().length);
  // Without a declared answer, what is over is whatever it said, and a server may well say nothing.
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
    // How much more it says is not declared, so it is not compared.
    if (expect !== undefined && fits(expect, said())) end({ expected: true });
    else if (said().length >= answerLimit) end(expect === undefined ? whole() : missing("in 64 KiB", false));
    else wait();
  });
  socket.on("close", () =>
    end(chunks.length > 0 && expect === undefined ? whole() : missing("before it hung up", false)),
  );
  socket.on("error", (error: NodeJS.ErrnoException) =>
    end({ problem: error.code === "ECONNREFUSED" ? "connection refused" : error.message }),
  );
  return promise;
}
