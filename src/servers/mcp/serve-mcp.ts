import type { Readable } from "node:stream";
import type { VerbRunner } from "../../domain/verb-runner.ts";
import { lines } from "../rpc/lines.ts";
import { codes, openRpcConnection, RpcError } from "../rpc/rpc-connection.ts";
import { hearAll } from "../rpc/stdio.ts";
import { openMcpServer } from "./mcp-server.ts";
import { openRoots } from "./roots.ts";

export interface ServeMcpOptions {
  readonly input: Readable;
  readonly write: (text: string) => void;
  /** Escapes JSON before it is sent. */
  readonly guard: (json: string) => string;
  readonly log: (message: string) => void;
  readonly roots: readonly string[];
  readonly cwd: string;
  readonly version: string;
  /** Tools that build and run need no further consent. */
  readonly allowEngine: boolean;
  readonly runVerb: VerbRunner;
  readonly signal: AbortSignal;
}

/** `hullproof mcp`: serves one agent until it leaves, then waits for the cleanup of its work. Throws `Failure` for a missing root. */
export async function serveMcp(options: ServeMcpOptions): Promise<void> {
  const { input, write, guard, log, version, allowEngine, runVerb, signal } = options;
  const roots = openRoots(options.roots, options.cwd);
  const running = new Set<Promise<unknown>>();
  const peer = openRpcConnection({
    send: (message) => write(`${guard(JSON.stringify(message))}\n`),
    request(method, params, stop) {
      const answer = server.request(method, params, stop);
      const ended = answer.catch(() => {}).finally(() => running.delete(ended));
      running.add(ended);
      return answer;
    },
    notified: (method, params) => server.notified(method, params),
    told(error) {
      log(String(error));
      return new RpcError(codes.internal, error instanceof Error ? error.message : String(error));
    },
  });
  const consents = { given: allowEngine, open: new Map<string, string>() };
  const server = openMcpServer({ peer, version, roots, runVerb, consents });
  await hearAll({ input, decoder: lines(), peer, signal });
  await Promise.all(running);
}
