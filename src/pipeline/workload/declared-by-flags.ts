import { defaultLoad } from "../../domain/workload/default-load.ts";
import { firstAnswer } from "../../proof/workload/first-answer.ts";
import { ownValue } from "../../domain/own-value.ts";
import { Failure } from "../../domain/failure.ts";
import type { DeclaredWorkload } from "../../domain/workload/declared-workload.ts";
import type { Step } from "../../domain/workload/step.ts";
import type { Volume } from "../../domain/workload/workload.ts";
import type { WorkloadFlags } from "../../domain/workload/workload-flags.ts";

const timeoutMs = 5000;
const runTimeoutMs = 600_000;

/**
 * `firstPort` is the image's, for a GET without one; `env` provides the values of variables without one.
 * Throws `bad-usage`.
 */
export function declaredByFlags(
  flags: WorkloadFlags,
  firstPort: number | undefined,
  env: Readonly<Record<string, string | undefined>>,
): DeclaredWorkload {
  const port = flags.port === undefined ? undefined : toPort(flags.port, "--port");
  const steps: Step[] = [
    ...(flags.get ?? []).map((url) => toGet(url, port ?? firstPort)),
    ...(flags.exec ?? []).map((text): Step => ({ kind: "exec", name: text, command: toWords(text), exitCode: 0 })),
    ...(flags.run ?? []).map((text): Step => ({
      kind: "run",
      name: text,
      command: ["/bin/sh", "-c", text],
      exitCode: 0,
      timeoutMs: runTimeoutMs,
    })),
    // A reload comes after all other steps.
    ...(flags.signal ?? []).map(toSignal),
  ];
  return {
    ...(port === undefined ? {} : { ready: firstAnswer(steps, port) ?? { kind: "tcp", port } }),
    ...(steps.length === 0 ? {} : { steps }),
    ...(flags.env === undefined ? {} : { env: Object.fromEntries(flags.env.map((text) => toVariable(text, env))) }),
    ...(flags.volume === undefined ? {} : { volumes: flags.volume.map(toVolume) }),
    ...(flags.network === undefined ? {} : { grants: { network: flags.network } }),
    ...(flags.soak === undefined ? {} : { soak: { forMs: toMs(flags.soak), concurrency: 4, thinkMs: 0 } }),
    ...(flags.load === undefined ? {} : { load: { ...defaultLoad, clients: toClients(flags.load) } }),
    ...composeOf(flags),
  };
}

function composeOf({ compose, service }: WorkloadFlags): Pick<DeclaredWorkload, "compose"> {
  if (compose === undefined && service === undefined) return {};
  if (service === undefined)
    throw workloadFailure("--compose needs --service", "Name the service that is the container: --service web.");
  return { compose: { file: compose ?? "compose.yaml", service } };
}

function toGet(url: string, fallback: number | undefined): Step {
  const [, scheme, number, path = ""] =
    /^(?:(https?):\/\/(?:localhost|127\.0\.0\.1)?)?(?::(\d+))?(\/.*)?$/u.exec(url) ?? [];
  if (path === "" && number === undefined && scheme === undefined)
    throw workloadFailure(
      `"${url}" is nothing to GET`,
      "Write --get /health, --get :8080/health or --get https://:8443/.",
    );
  const usual = scheme === "https" ? 443 : 80;
  const port = number === undefined ? (scheme === undefined ? fallback : usual) : toPort(number, "--get");
  if (port === undefined)
    throw workloadFailure(
      `--get ${url} names no port and the image exposes none`,
      `Write --get :8080${path || "/"} or add --port 8080.`,
    );
  const tls = scheme === "https" ? { tls: true } : {};
  const target = path === "" ? "/" : path;
  return {
    kind: "http",
    name: `GET ${url}`,
    port,
    ...tls,
    method: "GET",
    path: target,
    headers: {},
    status: 200,
    timeoutMs,
  };
}

/** `NAME=VALUE`, or `NAME` with the value of `env`. Throws `bad-usage`. */
export function toVariable(text: string, env: Readonly<Record<string, string | undefined>>): [string, string] {
  const at = text.indexOf("=");
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  const value = ownValue(env, text);
  if (at === 0) throw workloadFailure("--env has no name before its =", "Write --env NAME=VALUE.");
  if (value === undefined)
    throw workloadFailure(`--env ${text} has no value here`, `Write --env ${text}=VALUE, or export it first.`);
  return [text, value];
}

/** Splits like `docker run --volume`: a source that begins with a slash or a dot is a host path. */
function toVolume(text: string): Volume {
  const [source = "", path = "", mode] = text.split(":");
  const fits = path.startsWith("/") && source !== "" && (mode === undefined || mode === "ro" || mode === "rw");
  if (!fits) throw workloadFailure(`--volume ${text} is not understood`, "Write NAME:/PATH, or ./FOLDER:/PATH:ro.");
  const readOnly = mode === "ro" ? { readOnly: true } : {};
  if (/^[./~]/u.test(source)) return { name: path.split("/").at(-1) || "root", path, from: source, ...readOnly };
  return { name: source, path, ...readOnly };
}

/** Uses a shell only where one is needed: an image may have none. */
function toWords(text: string): string[] {
  return /^[\w\s./:=@,+%-]+$/u.test(text) ? text.trim().split(/\s+/u) : ["/bin/sh", "-c", text];
}

/** `HUP`, `SIGHUP`: signal(7), and real-time ones such as `RTMIN+3`. */
function toSignal(text: string): Step {
  const signal = `SIG${text.toUpperCase().replace(/^SIG/u, "")}`;
  if (!/^SIG[A-Z][A-Z0-9+]{1,20}$/u.test(signal))
    throw workloadFailure(`--signal ${text} is not a signal`, "Write its name: --signal HUP.");
  return { kind: "signal", name: signal, signal };
}

function toPort(text: string, flag: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw workloadFailure(`${flag} ${text} is not a port`, "A port is a number from 1 to 65535.");
}

/** Throws `bad-usage`. */
export function toClients(text: string): number {
  const clients = Number(text);
  if (Number.isInteger(clients) && clients >= 1 && clients <= 1000) return clients;
  throw workloadFailure(`--load ${text} is not a number of clients`, "Write a number from 1 to 1000: --load 16.");
}

function toMs(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(ms|s|m)$/u.exec(text) ?? [];
  if (amount === undefined) throw workloadFailure(`--soak ${text} is not a duration`, "Write 500ms, 30s or 2m.");
  return Math.round(Number(amount) * (unit === "ms" ? 1 : unit === "s" ? 1000 : 60_000));
}

function workloadFailure(message: string, hint: string): Failure {
  return new Failure("bad-usage", `${message}.`, { hint });
}
