import { ownValue } from "../../../domain/own-value.ts";
import type { RequestedSettings } from "../../../domain/container/requested-settings.ts";
import type { InheritedSettings, InspectedContainer } from "../../../domain/container/inspected-container.ts";
import { compareText } from "../../../text/compare-text.ts";
import { signalName } from "./signal-name.ts";

type Process = Pick<
  RequestedSettings,
  | "entrypoint"
  | "command"
  | "user"
  | "workingDir"
  | "env"
  | "unsetEnv"
  | "labelValues"
  | "stopSignal"
  | "stopSeconds"
  | "health"
  | "healthOfImage"
  | "expose"
>;

/** The process settings requested instead of the image's; without the image, all count as requested. */
export function requestedProcess(
  { config, host }: InspectedContainer,
  image: InheritedSettings | undefined,
  engine: "docker" | "podman",
): Process {
  const inherited = new Set(image?.env ?? []);
  const signal = signalName(config.stopSignal);
  const published = new Set([...(image?.exposedPorts ?? []), ...host.ports.map(({ target }) => target)]);
  return {
    ...programOf(config, image),
    ...(config.user !== (image?.user ?? "") && { user: config.user }),
    ...(directory(config.workingDir) !== directory(image?.workingDir ?? "") && { workingDir: config.workingDir }),
    env: config.env
      .filter((variable) => variable.includes("=") && !inherited.has(variable) && !isEngines(variable, engine))
      .map((variable) => {
        const at = variable.indexOf("=");
        return { name: variable.slice(0, at), value: variable.slice(at + 1) };
      })
      // Engines report them in a random order.
      .sort((a, b) => compareText(a.name, b.name)),
    unsetEnv: unsetOf(config.env, image?.env),
    labelValues: Object.fromEntries(
      Object.entries(config.labels).filter(([key, value]) => ownValue(image?.labels, key) !== value && !isTools(key)),
    ),
    expose: config.exposedPorts.filter((port) => !published.has(port)),
    ...(signal !== signalName(image?.stopSignal ?? "") &&
      !(signal === "SIGTERM" && (image?.stopSignal ?? "") === "") &&
      signal !== "" && { stopSignal: signal }),
    // Podman reports its default.
    ...(config.stopTimeout !== undefined &&
      !(engine === "podman" && config.stopTimeout === 10) && { stopSeconds: config.stopTimeout }),
    ...healthOf(config.healthcheck, image?.healthcheck),
  };
}

/** A requested entry point drops the image's command (daemon/commit.go of moby, merge). */
function programOf(
  { entrypoint, cmd }: InspectedContainer["config"],
  image: InheritedSettings | undefined,
): Pick<RequestedSettings, "entrypoint" | "command"> {
  const words = entrypoint.length === 1 && entrypoint[0] === "" ? [] : entrypoint;
  const replacesEntrypoint = !areEqualWords(words, image?.entrypoint ?? []);
  const without = cmd.length === 0 && (image?.cmd.length ?? 0) > 0;
  if (replacesEntrypoint || without) return { entrypoint: words, ...(cmd.length > 0 && { command: cmd }) };
  return areEqualWords(cmd, image?.cmd ?? []) ? {} : { command: cmd };
}

function healthOf(
  healthcheck: InheritedSettings["healthcheck"],
  ofImage: InheritedSettings["healthcheck"],
): Pick<RequestedSettings, "health" | "healthOfImage"> {
  if (healthcheck === undefined || JSON.stringify(healthcheck) === JSON.stringify(ofImage)) return {};
  return {
    health: healthcheck,
    ...(ofImage !== undefined && areEqualWords(healthcheck.test, ofImage.test) && { healthOfImage: true }),
  };
}

/**
 * A name alone removes the image's variable (runconfig of moby, ReplaceOrAppendEnvVars); Podman leaves the name out as
 * well. Other names have no effect.
 */
function unsetOf(env: readonly string[], ofImage: readonly string[] | undefined): string[] {
  const set = new Set(
    env.flatMap((variable) => (variable.includes("=") ? [variable.slice(0, variable.indexOf("="))] : [])),
  );
  const candidates =
    ofImage?.map((variable) => variable.replace(/=.*$/s, "")) ?? env.filter((variable) => !variable.includes("="));
  return [...new Set(candidates)].filter((name) => !set.has(name)).sort();
}

/** Variables that Podman adds to every environment. */
function isEngines(variable: string, engine: "docker" | "podman"): boolean {
  return engine === "podman" && /^(?:container=(?:podman|oci)$|HOME=\/|HOSTNAME=|TERM=xterm$)/.test(variable);
}

/** Labels that tools set on their own resources. */
function isTools(label: string): boolean {
  return /^(?:com\.docker\.compose\.|io\.podman\.compose\.|desktop\.docker\.io\/|PODMAN_SYSTEMD_UNIT$)/.test(label);
}

function directory(path: string): string {
  return path === "/" ? "" : path;
}

function areEqualWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}
