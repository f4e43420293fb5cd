import { request } from "node:http";
import { connect } from "node:net";
import { docker } from "./programs.ts";
import type { Probe } from "./service.ts";

export interface Asked {
  readonly container: string;
  readonly host: string;
  /** Container of client programs. */
  readonly clients: string;
}

const patienceMs = 10_000;

/** Undefined when it answered as it should, else what was wrong. */
export function ask(probe: Probe, at: Asked): Promise<string | undefined> {
  if (probe.kind === "http") return askHttp(probe, at.host);
  if (probe.kind === "tcp") return askTcp(probe, at.host);
  return probe.kind === "client"
    ? askShell(probe.script, ["exec", "--env", `HOST=${at.host}`, at.clients])
    : askShell(probe.script, ["exec", at.container]);
}

async function askShell(script: string, exec: readonly string[]): Promise<string | undefined> {
  const { code, stdout, stderr } = await docker([...exec, "sh", "-c", script], { timeoutMs: 2 * patienceMs });
  return code === 0
    ? undefined
    : `${script}: ended with ${code ?? "no answer in time"} ${(stderr || stdout).trim().slice(-300)}`;
}

function askHttp(probe: Extract<Probe, { kind: "http" }>, host: string): Promise<string | undefined> {
  const what = `GET :${probe.port}${probe.path}`;
  return new Promise((resolve) => {
    const asked = request(
      { host, port: probe.port, path: probe.path, agent: false, timeout: patienceMs },
      (response) => {
        let text = "";
        response.setEncoding("latin1").on("data", (part: string) => void (text += part));
        response.on("error", ({ message }) => resolve(`${what}: ${message}`));
        response.on("end", () => {
          if (response.statusCode !== 200) return resolve(`${what}: status ${response.statusCode}`);
          resolve(text.includes(probe.contains ?? "") ? undefined : `${what}: answered something else`);
        });
      },
    );
    asked.on("timeout", () => asked.destroy(new Error("no answer in time")));
    asked.on("error", ({ message }) => resolve(`${what}: ${message}`));
    asked.end();
  });
}

function askTcp(probe: Extract<Probe, { kind: "tcp" }>, host: string): Promise<string | undefined> {
  const what = `port ${probe.port}`;
  return new Promise((resolve) => {
    let text = "";
    const socket = connect({ host, port: probe.port, timeout: patienceMs }, () => void socket.write(probe.send));
    const end = (problem: string | undefined): void => {
      socket.destroy();
      resolve(problem);
    };
    socket.setEncoding("latin1").on("data", (part: string) => {
      text += part;
      if (text.includes(probe.expect)) end(undefined);
    });
    socket.on("timeout", () => end(`${what}: no answer in time`));
    socket.on("error", ({ message }) => end(`${what}: ${message}`));
    socket.on("close", () => end(`${what}: closed after ${JSON.stringify(text.slice(0, 100))}`));
  });
}
