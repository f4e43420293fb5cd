import type { WorkloadRequest } from "./workload-request.ts";
import { defaultLoad } from "../../domain/workload/default-load.ts";
import { firstAnswer } from "./first-answer.ts";
import { Failure } from "../../domain/failure.ts";
import type { Probe } from "../../domain/workload/probe.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import { withStepsByName } from "../../facts/secrets/steps-by-name.ts";
import { withWordsByName } from "../../facts/secrets/words-by-name.ts";
import { healthCommand } from "../trial/health-command.ts";
import { signalExit } from "../trial/signal-exit.ts";
import { reasonLine } from "../judge/reason-line.ts";
import { shownImage } from "./shown-image.ts";
import { lookAtStart, type Ended } from "./look-at-start.ts";

const portTimeoutMs = 5000;

/**
 * The declared workload, completed from the image: its HEALTHCHECK, its exposed ports, its stop signal. Without a
 * readiness condition and steps from either, one start shows whether the container ends by itself, and which ports it
 * listens on. Throws `never-ready` for a container that must work and does not.
 */
export async function completeWorkload(
  session: EngineSession,
  { declared: declaredWorkload, ...rest }: WorkloadRequest,
): Promise<Workload> {
  const companions = declaredWorkload.companions?.map((companion) => withWordsByName(companion));
  const declaration = withStepsByName(withWordsByName({ ...declaredWorkload, ...(companions && { companions }) }));
  const request: WorkloadRequest = { ...rest, declared: declaration };
  const { imageSummary } = request;
  const declaredPorts = tcpPorts(request);
  const { steps, ready = readyOf(request) } = declaration;
  const stop = declaration.stop ?? { timeoutMs: 10_000, exitCodes: cleanExits(imageSummary, steps !== undefined) };
  const knownFields: Omit<Workload, "ready" | "steps"> = {
    readyTimeoutMs: 30_000,
    restart: true,
    env: {},
    volumes: [],
    load: defaultLoad,
    ...declaration,
    stop,
  };
  if (ready !== undefined) {
    const { ports = declaredPorts.map((port) => ({ port, protocol: "tcp" as const })) } = declaration;
    // A command on this machine gets the container's address.
    const published = steps?.some(({ kind }) => kind === "run") === true ? { ports } : {};
    if (steps !== undefined) return { ...knownFields, ...published, ready, steps };
    // A job has no steps: its execution is its workload.
    if (declaration.ready?.kind === "ended") return { ...knownFields, ready, steps: [] };
    return { ...knownFields, ready, steps: stepsOf(ready, imageSummary, declaredPorts), origin: "image" };
  }
  const startObservation = await lookAtStart(session, request, {
    ...knownFields,
    ports: declaredPorts.map((port) => ({ port, protocol: "tcp" })),
  });
  if ("exitCode" in startObservation) {
    const { mustWork = false } = request;
    const exitCodes = declaration.stop?.exitCodes ?? [mustWork ? 0 : startObservation.exitCode];
    if (mustWork && (declaredPorts.length > 0 || !exitCodes.includes(startObservation.exitCode)))
      throw endsBadly(request, startObservation, declaredPorts);
    return {
      ...knownFields,
      stop: { ...stop, exitCodes },
      ready: { kind: "ended" },
      steps: steps ?? [],
      origin: "image",
    };
  }
  const readinessProbe: Probe =
    startObservation.ports.length === 0
      ? { kind: "running", forMs: 2000 }
      : { kind: "ports", ports: startObservation.ports };
  if (steps !== undefined) return { ...knownFields, ready: readinessProbe, steps };
  return {
    ...knownFields,
    ready: readinessProbe,
    steps: stepsOf(readinessProbe, imageSummary, startObservation.ports),
    origin: "image",
  };
}

function endsBadly({ image }: WorkloadRequest, { exitCode, words }: Ended, ports: readonly number[]): Failure {
  const logText = words.length === 0 ? " It wrote nothing to its log." : ` Its last words:\n  ${words.join("\n  ")}`;
  const reason = reasonLine(words);
  const quoted = reason === undefined ? "" : `: "${reason}"`;
  const silent = exitCode === 0 && ports.length > 0;
  const silentPortText = silent ? `, and nothing listens on port ${ports.join(", ")}` : "";
  const advice = silent
    ? "A server that goes to the background ends its container: keep it in the foreground (nginx -g 'daemon off;')."
    : "What it needs (environment, volumes, a command) belongs into workload: of hullproof.yaml.";
  return new Failure(
    "never-ready",
    `The container of ${shownImage(image)} ended by itself with code ${exitCode}${silentPortText}${quoted}.${logText}`,
    {
      hint: `${advice} If it is meant to end so: ready: ended and stop: { exitCodes: [${exitCode}] }.`,
    },
  );
}

/** Undefined if a start must show it. */
function readyOf(request: WorkloadRequest): Probe | undefined {
  const { declared, imageSummary } = request;
  if (healthCommand(imageSummary) !== undefined) return { kind: "health" };
  const answerProbe = firstAnswer(declared.steps ?? []);
  if (answerProbe !== undefined) return answerProbe;
  const reached = (declared.steps ?? []).find(
    (step) => step.at === undefined && (step.kind === "http" || step.kind === "tcp"),
  );
  if (reached?.kind === "http" || reached?.kind === "tcp") return { kind: "tcp", port: reached.port };
  const ports = tcpPorts(request);
  return declared.steps !== undefined && ports.length > 0 ? { kind: "ports", ports } : undefined;
}

/** Ports exposed by the image, or declared. */
function tcpPorts({ declared, imageSummary }: WorkloadRequest): number[] {
  const declaredTcpPorts = (declared.ports ?? []).flatMap(({ port, protocol }) => (protocol === "tcp" ? [port] : []));
  return [...new Set([...imageSummary.exposedPorts, ...declaredTcpPorts])].toSorted((a, b) => a - b);
}

function stepsOf(ready: Probe, imageSummary: ImageSummary, ports: readonly number[]): Step[] {
  if (ready.kind === "ended") return [];
  const health = healthCommand(imageSummary) !== undefined;
  return [
    ...(health ? [{ kind: "health", name: "HEALTHCHECK" } as const] : []),
    ...ports.map((port): Step => ({ kind: "port", name: `port ${port}`, port, timeoutMs: portTimeoutMs })),
  ];
}

function cleanExits({ stopSignal }: ImageSummary, hasSteps: boolean): number[] {
  const code = signalExit(stopSignal);
  return hasSteps || code === undefined ? [0] : [0, code];
}
