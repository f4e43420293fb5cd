import type { WorkloadRequest } from "./workload-request.ts";
import { defaultLoad } from "../../domain/workload/default-load.ts";
import { firstAnswer } from "./first-answer.ts";
import { Failure } from "../../domain/failure.ts";
import type { Probe, Step, Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, Run } from "../../sources/engine/types.ts";
import { withStepsByName } from "../../facts/secrets/steps-by-name.ts";
import { withWordsByName } from "../../facts/secrets/words-by-name.ts";
import { healthCommand } from "../trial/health-command.ts";
import { signalExit } from "../trial/signal-exit.ts";
import { reasonLine } from "../../text/reason-line.ts";
import { shownImage } from "./shown-image.ts";
import { lookAtStart, type Ended } from "./look-at-start.ts";

const portTimeoutMs = 5000;

/**
 * What was declared, and for the rest what the image tells: its HEALTHCHECK, its exposed ports, its stop signal. Where that says
 * neither when it is ready nor what to ask, the container is started once and looked at: whether it ends by itself, and
 * which ports it listens on. Throws `never-ready` for one that must work and does not.
 */
export async function completeWorkload(run: Run, { declared: written, ...rest }: WorkloadRequest): Promise<Workload> {
  const companions = written.companions?.map((one) => withWordsByName(one));
  const declared = withStepsByName(withWordsByName({ ...written, ...(companions && { companions }) }));
  const request: WorkloadRequest = { ...rest, declared };
  const { imageSummary } = request;
  const told = tcpPorts(request);
  const { steps, ready = readyOf(request) } = declared;
  const stop = declared.stop ?? { timeoutMs: 10_000, exitCodes: cleanExits(imageSummary, steps !== undefined) };
  const known: Omit<Workload, "ready" | "steps"> = {
    readyTimeoutMs: 30_000,
    restart: true,
    env: {},
    volumes: [],
    load: defaultLoad,
    ...declared,
    stop,
  };
  if (ready !== undefined) {
    const { ports = told.map((port) => ({ port, protocol: "tcp" as const })) } = declared;
    // A command on this machine is told where the container is.
    const published = steps?.some(({ kind }) => kind === "run") === true ? { ports } : {};
    if (steps !== undefined) return { ...known, ...published, ready, steps };
    return { ...known, ready, steps: stepsOf(ready, imageSummary, told), origin: "image" };
  }
  const seen = await lookAtStart(run, request, { ...known, ports: told.map((port) => ({ port, protocol: "tcp" })) });
  if ("exitCode" in seen) {
    const { mustWork = false } = request;
    const exitCodes = declared.stop?.exitCodes ?? [mustWork ? 0 : seen.exitCode];
    if (mustWork && (told.length > 0 || !exitCodes.includes(seen.exitCode))) throw endsBadly(request, seen, told);
    return { ...known, stop: { ...stop, exitCodes }, ready: { kind: "ended" }, steps: steps ?? [], origin: "image" };
  }
  const found: Probe =
    seen.ports.length === 0 ? { kind: "running", forMs: 2000 } : { kind: "ports", ports: seen.ports };
  if (steps !== undefined) return { ...known, ready: found, steps };
  return { ...known, ready: found, steps: stepsOf(found, imageSummary, seen.ports), origin: "image" };
}

function endsBadly({ image }: WorkloadRequest, { exitCode, words }: Ended, ports: readonly number[]): Failure {
  const said = words.length === 0 ? " It wrote nothing to its log." : ` Its last words:\n  ${words.join("\n  ")}`;
  const why = reasonLine(words);
  const quoted = why === undefined ? "" : `: "${why}"`;
  const silent = exitCode === 0 && ports.length > 0;
  const before = silent ? `, and nothing listens on port ${ports.join(", ")}` : "";
  const advice = silent
    ? "A server that goes to the background ends its container: keep it in the foreground (nginx -g 'daemon off;')."
    : "What it needs (environment, volumes, a command) belongs into workload: of hullproof.yaml.";
  return new Failure(
    "never-ready",
    `The container of ${shownImage(image)} ended by itself with code ${exitCode}${before}${quoted}.${said}`,
    {
      hint: `${advice} If it is meant to end so: ready: ended and stop: { exitCodes: [${exitCode}] }.`,
    },
  );
}

/** Undefined when a start must tell. */
function readyOf(request: WorkloadRequest): Probe | undefined {
  const { declared, imageSummary } = request;
  if (healthCommand(imageSummary) !== undefined) return { kind: "health" };
  const asked = firstAnswer(declared.steps ?? []);
  if (asked !== undefined) return asked;
  const reached = (declared.steps ?? []).find(
    (step) => step.at === undefined && (step.kind === "http" || step.kind === "tcp"),
  );
  if (reached?.kind === "http" || reached?.kind === "tcp") return { kind: "tcp", port: reached.port };
  const ports = tcpPorts(request);
  return declared.steps !== undefined && ports.length > 0 ? { kind: "ports", ports } : undefined;
}

/** Exposed by the image, or declared. */
function tcpPorts({ declared, imageSummary }: WorkloadRequest): number[] {
  const named = (declared.ports ?? []).flatMap(({ port, protocol }) => (protocol === "tcp" ? [port] : []));
  return [...new Set([...imageSummary.exposedPorts, ...named])].toSorted((a, b) => a - b);
}

function stepsOf(ready: Probe, imageSummary: ImageSummary, ports: readonly number[]): Step[] {
  if (ready.kind === "ended") return [];
  const health = healthCommand(imageSummary) !== undefined;
  return [
    ...(health ? [{ kind: "health", name: "HEALTHCHECK" } as const] : []),
    ...ports.map((port): Step => ({ kind: "port", name: `port ${port}`, port, timeoutMs: portTimeoutMs })),
  ];
}

function cleanExits({ stopSignal }: ImageSummary, declared: boolean): number[] {
  const code = signalExit(stopSignal);
  return declared || code === undefined ? [0] : [0, code];
}
