import { ownValue } from "../../../domain/own-value.ts";
import type { GivenSettings } from "../../../domain/container-spec/given-settings.ts";
import type { InheritedSettings, InspectedContainer } from "../../../domain/container-spec/inspected-container.ts";
import { compareText } from "../../../text/compare-text.ts";
import { signalName } from "./signal-name.ts";

type Process = Pick<
  GivenSettings,
  | "entrypoint"
  | "command"
  | "user"
  | "workingDir"
  | "env"
  | "unsetEnv"
  | "labels"
  | "stopSignal"
  | "stopSeconds"
  | "health"
  | "healthOfImage"
  | "expose"
>;

/** What a container was given in place of what its image says; without the image all of it counts as given. */
export function givenProcess(
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
      .filter((one) => one.includes("=") && !inherited.has(one) && !isEngines(one, engine))
      .map((one) => {
        const at = one.indexOf("=");
        return { name: one.slice(0, at), value: one.slice(at + 1) };
      })
      // Engines give them in another order each time.
      .sort((a, b) => compareText(a.name, b.name)),
    unsetEnv: unsetOf(config.env, image?.env),
    labels: Object.fromEntries(
      Object.entries(config.labels).filter(([key, value]) => ownValue(image?.labels, key) !== value && !isTools(key)),
    ),
    expose: config.exposedPorts.filter((port) => !published.has(port)),
    ...(signal !== signalName(image?.stopSignal ?? "") &&
      !(signal === "SIGTERM" && (image?.stopSignal ?? "") === "") &&
      signal !== "" && { stopSignal: signal }),
    // Podman says its default.
    ...(config.stopTimeout !== undefined &&
      !(engine === "podman" && config.stopTimeout === 10) && { stopSeconds: config.stopTimeout }),
    ...healthOf(config.healthcheck, image?.healthcheck),
  };
}

/** An entry point of its own takes the image's command away (daemon/commit.go of moby, merge). */
function programOf(
  { entrypoint, cmd }: InspectedContainer["config"],
  image: InheritedSettings | undefined,
): Pick<GivenSettings, "entrypoint" | "command"> {
  const words = entrypoint.length === 1 && entrypoint[0] === "" ? [] : entrypoint;
  const own = !same(words, image?.entrypoint ?? []);
  const without = cmd.length === 0 && (image?.cmd.length ?? 0) > 0;
  if (own || without) return { entrypoint: words, ...(cmd.length > 0 && { command: cmd }) };
  return same(cmd, image?.cmd ?? []) ? {} : { command: cmd };
}

function healthOf(
  own: InheritedSettings["healthcheck"],
  ofImage: InheritedSettings["healthcheck"],
): Pick<GivenSettings, "health" | "healthOfImage"> {
  if (own === undefined || JSON.stringify(own) === JSON.stringify(ofImage)) return {};
  return { health: own, ...(ofImage !== undefined && same(own.test, ofImage.test) && { healthOfImage: true }) };
}

/** A name alone takes the image's variable away (runconfig of moby, ReplaceOrAppendEnvVars); Podman leaves the name out as well. Others do nothing. */
function unsetOf(own: readonly string[], ofImage: readonly string[] | undefined): string[] {
  const set = new Set(own.flatMap((one) => (one.includes("=") ? [one.slice(0, one.indexOf("="))] : [])));
  const candidates = ofImage?.map((one) => one.replace(/=.*$/s, "")) ?? own.filter((one) => !one.includes("="));
  return [...new Set(candidates)].filter((name) => !set.has(name)).sort();
}

/** What Podman puts into every environment. */
function isEngines(variable: string, engine: "docker" | "podman"): boolean {
  return engine === "podman" && /^(?:container=(?:podman|oci)$|HOME=\/|HOSTNAME=|TERM=xterm$)/.test(variable);
}

/** Labels that tools put on what they made, to find it again. */
function isTools(label: string): boolean {
  return /^(?:com\.docker\.compose\.|io\.podman\.compose\.|desktop\.docker\.io\/|PODMAN_SYSTEMD_UNIT$)/.test(label);
}

function directory(path: string): string {
  return path === "/" ? "" : path;
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one, at) => one === b[at]);
}
