import type { Step } from "../../domain/workload/step.ts";

/** Steps that exercise a program that many images are made of: a write, a read, an error, and what it does for its upkeep. */
export interface KnownImage {
  /** `PostgreSQL`. */
  readonly title: string;
  /** In `--from known:NAME`. */
  readonly name: string;
  /** Last parts of the names of images: `postgres` is that of `docker.io/library/postgres`, too. */
  readonly images: readonly string[];
  /** Names of its server, by which images of another name are recognized. */
  readonly programs: readonly string[];
  /** The version that the steps were tried on; absent: they were never tried. */
  readonly tried?: string;
  readonly steps: readonly Step[];
}

const timeoutMs = 10_000;

type StepHead = { readonly name: string; readonly once?: true; readonly weight?: 0 };

/** Run by the shell of the container, which has its variables. */
export function shell(
  head: StepHead,
  script: string,
  outcome: { readonly exitCode?: number; readonly output?: string } = {},
): Step {
  return { ...head, kind: "exec", command: ["/bin/sh", "-c", script], exitCode: 0, ...outcome, timeoutMs: 30_000 };
}

/** `expect` is a regular expression. */
export function tcp(head: StepHead, port: number, send: string, expect: string): Step {
  return { ...head, kind: "tcp", port, send: { text: send }, expect: { text: expect }, timeoutMs };
}

export function http(
  head: StepHead,
  request: { readonly port: number; readonly method?: string; readonly path: string; readonly json?: object },
  status = 200,
): Step {
  const { port, method = "GET", path, json } = request;
  return {
    ...head,
    kind: "http",
    port,
    method,
    path,
    headers: json === undefined ? {} : { "content-type": "application/json" },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    status,
    timeoutMs,
  };
}
