import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import type { Renderer } from "../../domain/report/rendered.ts";
import { endingWithUs } from "../programs/end-with-us.ts";
import { environmentFor } from "../programs/environment.ts";
import { isLocated, locateProgram, whyRefused, type LocatedProgram, type Search } from "../programs/locate-program.ts";
import { runToEnd, type ProgramEnd } from "../programs/run-to-end.ts";

export interface RenderCall {
  readonly by: Renderer;
  /** Absolute: a copy in our own folder, and the copy's root. */
  readonly folder: string;
  readonly root: string;
  /** The user's name for it. */
  readonly name: string;
  /** Our own empty folder: programs store settings, plug-ins and logins there. */
  readonly home: string;
  /** Minor version of Kubernetes 1.x to render for. */
  readonly minor: number;
  /** For helm: values that override the chart's own; later ones win. */
  readonly values?: readonly ValuesFile[];
  readonly search: Search;
  readonly signal: AbortSignal;
  readonly limits?: Partial<RenderLimits>;
}

/** A copy, and the user's name of the file. */
export interface ValuesFile {
  readonly name: string;
  readonly path: string;
}

export interface RenderLimits {
  readonly milliseconds: number;
  readonly outputBytes: number;
  readonly memoryBytes: number;
}

/** A large chart takes a second and prints a megabyte. */
const usual: RenderLimits = { milliseconds: 60_000, outputBytes: 16 * 1024 ** 2, memoryBytes: 1024 ** 3 };

type Way = readonly [program: string, args: (call: RenderCall) => readonly string[]];

/** The flags include no post-renderer, plug-in, dependency update or cluster access, all of which would need one. */
const ways: Readonly<Record<Renderer, readonly Way[]>> = {
  helm: [
    [
      "helm",
      ({ folder, minor, values = [] }) => [
        "template",
        folder,
        "--kube-version",
        `1.${minor}.0`,
        ...values.flatMap(({ path }) => ["--values", path]),
      ],
    ],
  ],
  kustomize: [
    ["kustomize", ({ folder }) => ["build", folder]],
    ["kubectl", ({ folder }) => ["kustomize", folder]],
  ],
};

/** Nothing listens there: requests to other addresses fail at once (RFC 863's port, which no system serves). */
const nowhere = "http://127.0.0.1:9";

/**
 * The output of the user's own renderer for a chart or kustomization. It gets our folder as its home, no network
 * through its own settings (proxies that lead nowhere, Git without transports), and limits of time, memory and
 * output. Throws `Failure` (`unreadable`, `timed-out`) and the signal's reason.
 */
export async function runRenderer(call: RenderCall): Promise<string> {
  const { by, name, home, search, signal } = call;
  const { milliseconds, outputBytes, memoryBytes } = { ...usual, ...call.limits };
  const [program, args] = locateRenderer(call);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const started = endingWithUs(program, args);
  const end = await runToEnd(started.program, started.args, {
    env: { ...environmentFor("reader", search), ...confined(home) },
    cwd: home,
    timeoutMs: milliseconds,
    maxOutputBytes: outputBytes,
    memoryBytes,
    signal,
  });
  const commandText = `${program.name} ${by === "helm" ? "template" : args[0]}`;
  switch (end.how) {
    case "exited":
      if (end.code === 0) return end.stdout;
      throw broken(name, `${commandText} ended with ${end.code}: ${lastWords(end, call)}`);
    case "killed":
      throw broken(name, `${commandText} was ended by ${end.by}`);
    case "not-started":
      throw broken(name, `${program.path} can't be started: ${end.error.message}`, end.error);
    case "too-big":
      throw broken(name, `${commandText} took more than ${memoryBytes / 1024 ** 2} MiB of memory and was stopped`);
    case "too-long":
      throw broken(name, `${commandText} printed more than ${outputBytes / 1024 ** 2} MiB and was stopped`);
    case "timed-out":
      throw new Failure(
        "timed-out",
        `${name} is not rendered: ${commandText} took longer than ${milliseconds / 1000} s`,
        {
          hint: byHand,
        },
      );
    case "aborted":
      throw signal.reason as Error;
  }
}

const byHand = "Run it by hand to see what it does, and check the file with what it prints.";

function broken(name: string, reason: string, cause?: unknown): Failure {
  return new Failure("unreadable", `${name} is not rendered: ${reason}`, { hint: byHand, cause });
}

function locateRenderer(call: RenderCall): readonly [LocatedProgram, readonly string[]] {
  const refused: string[] = [];
  for (const [name, args] of ways[call.by]) {
    const program = locateProgram(name, call.search);
    if (isLocated(program)) return [program, args(call)];
    const reason = whyRefused(program);
    if (reason !== undefined) refused.push(`${name} ${reason}`);
  }
  const names = ways[call.by].map(([name]) => name).join(" or ");
  throw new Failure(
    "unreadable",
    refused.length > 0
      ? `${call.name} is not rendered: ${refused.join("; ")}`
      : `${call.name} is not rendered: ${names} is not on PATH; install it, or check a file with what it prints elsewhere`,
    { hint: "A program that lies in the folder that is checked is never started." },
  );
}

/** Blocks files and addresses that these programs and their children would access outside of the folder. */
function confined(home: string): Readonly<Record<string, string>> {
  const none = join(home, "none");
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return {
    HOME: home,
    TMPDIR: home,
    ...Object.fromEntries(proxies.map((name) => [name, nowhere])),
    HELM_NO_PLUGINS: "1",
    HELM_PLUGINS: none,
    KUSTOMIZE_PLUGIN_HOME: none,
    KUBECONFIG: "/dev/null",
    // git(1): the only allowed transports; this name is not among them.
    GIT_ALLOW_PROTOCOL: "none",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
  };
}

/** The end of its error message that fits on a line, with the user's name of the folder. */
function lastWords({ stderr, stdout }: Extract<ProgramEnd, { readonly how: "exited" }>, call: RenderCall): string {
  const text = (stderr.trim() || stdout.trim()).slice(0, 20_000);
  const withValueNames = (call.values ?? []).reduce((told, { path, name }) => told.replaceAll(path, name), text);
  const readableText = withValueNames.replaceAll(call.folder, call.name).replaceAll(`${call.root}/`, "");
  return readableText.replaceAll(/\s+/g, " ").slice(0, 1000) || "it says nothing";
}
