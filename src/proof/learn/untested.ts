import type { ListeningSocket } from "../../domain/workload/observation.ts";
import type { RefusedBody, Trial } from "../../domain/workload/trial.ts";
import type { Untested } from "../../domain/profile/untested.ts";
import type { Probe } from "../../domain/workload/probe.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { routeCoverage, routeText } from "../../facts/requests/route-coverage.ts";
import { kindOf } from "../../steps/kind-of.ts";
import type { ImageSummary } from "../../sources/engine/types.ts";
import { healthCheckOf } from "../trial/health-command.ts";
import { lineShape } from "../judge/shape.ts";

type Image = Pick<ImageSummary, "exposedPorts" | "exposedUdpPorts" | "volumes" | "healthcheck" | "shell">;

/** Linux hands out ports from here on (ip_local_port_range): a UDP socket there is mostly a client's. */
const firstEphemeral = 32_768;

/**
 * Entry points of the image, declared or observed, that no step reached. `original` is a passing unrestricted trial,
 * `listening` its sockets. In order of ports, volumes, health check.
 */
export function untestedOf(
  workload: Workload,
  image: Image,
  original: Trial,
  listening: readonly ListeningSocket[],
  rejectedPackets = 0,
): Untested[] {
  return [
    ...ports(workload, image, original, listening),
    ...volumes(workload, image, original),
    ...health(image, original, workload),
    ...routes(workload),
    ...internet(workload, rejectedPackets),
  ];
}

const maxRoutes = 5;

function routes(workload: Workload): Untested[] {
  const coverage = routeCoverage(workload);
  if (coverage === undefined || coverage.missing.length + coverage.refused.length === 0) return [];
  const all = [...coverage.missing, ...coverage.refused];
  const rest = all.length > maxRoutes ? `, and ${all.length - maxRoutes} more` : "";
  return [
    {
      what: `routes: ${routeText(coverage)}`,
      why: `not exercised: ${all.slice(0, maxRoutes).join(", ")}${rest}`,
      add: "a step for each that matters, or a source that has its request: hullproof init --from FILE --run",
    },
  ];
}

function internet({ internet: isOn }: Workload, rejectedPackets: number): Untested[] {
  if (isOn !== false) return [];
  const rejected = rejectedPackets === 0 ? "" : `, and ${rejectedPackets} packets to it were rejected`;
  return [
    {
      what: "the internet",
      why: `the trials had none (workload.internet: false)${rejected}: what follows an answer from there is not exercised`,
      add: "a companion in place of the service, or --allow-host=internet:trials",
    },
  ];
}

function ports(
  { steps, ready }: Workload,
  image: Image,
  original: Trial,
  listening: readonly ListeningSocket[],
): Untested[] {
  const reached = new Set([...steps.flatMap(reachedBy), ...answeredBy(ready)]);
  const exposed = [
    ...image.exposedPorts.map((port) => `${port}/tcp`),
    ...(image.exposedUdpPorts ?? []).map((port) => `${port}/udp`),
  ];
  const observedPorts = listening.flatMap(({ protocol, address, port }) =>
    port === undefined ||
    protocol === "unix" ||
    /^(?:127\.|::1$)/u.test(address) ||
    (protocol === "udp" && port >= firstEphemeral)
      ? []
      : [`${port}/${protocol}`],
  );
  const silent = silentPorts(steps, original);
  const commandNote = steps.some(({ kind, at }) => kind === "run" || kind === "exec" || at !== undefined)
    ? `, unless a ${steps.some(({ at }) => at !== undefined) ? "companion" : "command"} of the workload does, which is not looked into`
    : "";
  return [...new Set([...exposed, ...observedPorts])]
    .filter((port) => !reached.has(port) || silent.has(port))
    .toSorted((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : 1))
    .map((port) => {
      const [number = "", protocol = "tcp"] = port.split("/");
      const portOrigin = exposed.includes(port) ? "exposed by the image" : "listened on, though not exposed";
      if (silent.has(port))
        return {
          what: `port ${port}`,
          why: `${portOrigin}, and nothing listens on it`,
          add: "what makes it listen (environment, command), or take it out of EXPOSE",
        };
      const step =
        protocol === "udp"
          ? `- udp: { port: ${number}, sendHex: "...", expect: "..." }`
          : `- http: { port: ${number} } or - tcp: { port: ${number}, send: "...", expect: "..." }`;
      return {
        what: `port ${port}`,
        why: `${portOrigin}, and no step reached it${commandNote}`,
        add: `a step: ${step}`,
      };
    });
}

/** A step generated from the image's ports only shows whether one listens, and tests no response. */
function reachedBy(step: Step): string[] {
  if (step.at !== undefined || step.kind === "port") return [];
  return (kindOf(step).ports?.(step) ?? []).map(({ port, protocol }) => `${port}/${protocol}`);
}

/** A listening port is not a response. */
function answeredBy(ready: Probe): string[] {
  return ready.kind === "http" ? [`${ready.port}/tcp`] : [];
}

/** Tested ports that the image exposes and on which nothing listened. */
function silentPorts(steps: readonly Step[], { lives }: Trial): ReadonlySet<string> {
  const silent = new Set<string>();
  for (const [at, step] of steps.entries())
    if (step.kind === "port" && lives[0]?.steps[at]?.body === "no one listens") silent.add(`${step.port}/tcp`);
  return silent;
}

function volumes(workload: Workload, image: Image, { lives }: Trial): Untested[] {
  const hasStoredPaths = lives.every(({ stored }) => stored !== undefined);
  const paths = new Set(lives.flatMap(({ stored = [] }) => stored));
  const volumePaths = [
    ...new Set([
      ...image.volumes,
      ...workload.volumes.flatMap(({ path, readOnly }) => (readOnly === true ? [] : [path])),
    ]),
  ];
  if (!hasStoredPaths) return [];
  return volumePaths
    .filter((volume) => ![...paths].some((path) => path.startsWith(`${lineShape(volume)}/`)))
    .map((volume) => ({
      what: `VOLUME ${volume}`,
      why: "the steps stored nothing in it",
      add: "a step that makes the service store something, and keep restart",
    }));
}

/** A step whose padded body the original refuses. */
export function untestedBody({ name, bytes, problem }: RefusedBody): Untested {
  return {
    what: `bodies above ${bytes} bytes`,
    why: `the original does not take ${name} as it takes the declared one (${problem})`,
    add: "a step with the largest body that clients send, or the largest that is taken as workload.maxBody",
  };
}

function health(image: Image, { lives }: Trial, { ready, steps }: Workload): Untested[] {
  if (healthCheckOf(image) === undefined) return [];
  const checked = ready.kind === "health" || steps.some(({ kind }) => kind === "health");
  const failed = lives.find((life) => life.health?.status === "unhealthy")?.health?.problem;
  if (failed !== undefined)
    return [
      {
        what: "HEALTHCHECK",
        why: `it fails in the original, too (${failed})`,
        add: "what it needs, or correct it: an engine that restarts what is unhealthy restarts it forever",
      },
    ];
  if (checked || lives.every((life) => life.health !== undefined)) return [];
  return [
    { what: "HEALTHCHECK", why: "it was not run: the container comes to its end by itself", add: "ready: health" },
  ];
}
