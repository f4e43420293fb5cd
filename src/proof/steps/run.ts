import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { StringDecoder } from "node:string_decoder";
import type { HostStep } from "../../domain/workload.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { LifeContext } from "../life-context.ts";
import { publishedPort } from "../published-port.ts";
import { lastLine, matches, sample, type Taken } from "./taken.ts";

/** The end of what a command printed; load generators print much. */
const outputKept = 256 * 1024;
/** After SIGTERM, before SIGKILL. */
const graceMs = 2000;

/** Its output is judged by the step's pattern and not compared: that of a load generator never comes twice. */
export async function takeRun(step: HostStep, context: LifeContext): Promise<Taken> {
  const env = { ...process.env, ...(await whereItIs(context)), ...step.env };
  const result = await runCommand(step, env, context.signal);
  throwIfInterrupted(context.signal);
  if ("problem" in result) return result;
  const { exitCode, stdout, stderr } = result;
  if (exitCode !== step.exitCode) {
    const said = lastLine(stderr, stdout);
    return { status: exitCode, problem: `exit code ${exitCode}, expected ${step.exitCode}${said}` };
  }
  if (step.output === undefined || matches(step.output, stdout)) return { status: exitCode };
  return { status: exitCode, problem: `output does not match /${step.output}/: ${sample(stdout)}` };
}

/** `HULLPROOF_PORT` and `HULLPROOF_URL` are those of the first port, `HULLPROOF_PORT_8080` those of each. */
async function whereItIs({ container, ports }: LifeContext): Promise<Record<string, string>> {
  const found: Record<string, string> = { HULLPROOF_HOST: "127.0.0.1", HULLPROOF_CONTAINER: container.name };
  for (const { port, protocol } of ports) {
    const published = await publishedPort(container, port, protocol);
    if (published === undefined) continue;
    found["HULLPROOF_PORT"] ??= String(published);
    found["HULLPROOF_URL"] ??= `http://127.0.0.1:${published}`;
    found[`HULLPROOF_PORT_${port}`] = String(published);
  }
  return found;
}

type Ended = { readonly exitCode: number; readonly stdout: string; readonly stderr: string };

/** In a process group of its own, so that what it started ends with it. A file that may not be executed is read by sh. */
export async function runCommand(
  step: Pick<HostStep, "command" | "folder" | "timeoutMs">,
  env: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal,
): Promise<Ended | { readonly problem: string; readonly timedOut?: boolean }> {
  const once = (command: readonly string[]) => spawned(command, { ...step, env, signal });
  const result = await once(step.command);
  if ("code" in result && (result.code === "EACCES" || result.code === "ENOEXEC"))
    return once(["/bin/sh", ...step.command]);
  return result;
}

function spawned(
  [program = "", ...words]: readonly string[],
  options: {
    readonly folder?: string;
    readonly timeoutMs: number;
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly signal: AbortSignal;
  },
): Promise<Ended | { readonly problem: string; readonly timedOut?: boolean; readonly code?: string | undefined }> {
  const { promise, resolve: settle } = Promise.withResolvers<Awaited<ReturnType<typeof spawned>>>();
  const { timeoutMs, signal } = options;
  const child = spawn(program, words, {
    env: options.env,
    cwd: resolve(options.folder ?? "."),
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
  const [stdout, stderr] = [child.stdout, child.stderr].map(tailOf);
  let timedOut = false;
  const end = () => {
    killGroup(child.pid, "SIGTERM");
    setTimeout(() => killGroup(child.pid, "SIGKILL"), graceMs).unref();
  };
  const limit = setTimeout(() => {
    timedOut = true;
    end();
  }, timeoutMs);
  signal.addEventListener("abort", end, { once: true });
  const over = () => {
    clearTimeout(limit);
    signal.removeEventListener("abort", end);
  };
  child.on("error", (error: NodeJS.ErrnoException) => {
    over();
    const what = error.code === "ENOENT" ? "there is no such program or folder" : error.message;
    settle({ problem: `${program}: ${what}`, code: error.code });
  });
  // Not "close": what it left running may hold its output open.
  child.on("exit", (code, killedBy) => {
    over();
    killGroup(child.pid, "SIGKILL");
    // What is in the pipes already is read first.
    setImmediate(() => {
      if (timedOut) return settle({ problem: `no end within ${timeoutMs} ms`, timedOut: true });
      if (code === null) return settle({ problem: `${program} was ended by ${killedBy ?? "a signal"}` });
      settle({ exitCode: code, stdout: stdout?.() ?? "", stderr: stderr?.() ?? "" });
    });
  });
  return promise;
}

function killGroup(leader: number | undefined, name: NodeJS.Signals): void {
  if (leader === undefined) return;
  try {
    process.kill(-leader, name);
  } catch {
    // All of it has ended.
  }
}

function tailOf(stream: NodeJS.ReadableStream): () => string {
  const decoder = new StringDecoder("utf8");
  let text = "";
  stream.on("data", (chunk: Buffer) => {
    text = (text + decoder.write(chunk)).slice(-outputKept);
  });
  return () => text;
}
