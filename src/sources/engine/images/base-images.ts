import type { BaseInfo } from "../../../domain/dockerfile/base-info.ts";
import type { PathRules } from "../../paths/trusted-path.ts";
import { resolveEndpoint } from "../client/endpoint.ts";
import { getJson } from "../client/get-json.ts";

/** Images of the local engine, by their names in FROM. */
export interface BaseImages {
  /** Undefined if the engine does not have it, or does not respond. */
  look(reference: string): Promise<BaseInfo | undefined>;
}

/** Time limit for one response, in milliseconds: the engine's data improves a check but is not required. */
const patience = 1_000;
/** Time limit for all slow responses together, and the threshold for slow: an engine that drips would delay each name. */
const [maxSlowMs, slowMs] = [3_000, 100];

/**
 * Queries only an engine behind a local socket, and only for existing images: nothing is pulled. No API version
 * negotiation and no schema, since `check` starts in the time that these take; a response with an unexpected shape
 * counts as unknown.
 */
export async function openBaseImages(
  env: NodeJS.ProcessEnv,
  { rules, signal }: { readonly rules?: PathRules; readonly signal?: AbortSignal } = {},
): Promise<BaseImages> {
  const unknown: BaseImages = { look: async () => undefined };
  const endpoint = await resolveEndpoint(undefined, env, rules).catch(() => undefined);
  if (endpoint === undefined || !("socketPath" in endpoint.address)) return unknown;
  const { socketPath } = endpoint.address;
  let remainingMs = maxSlowMs;
  const ask: Ask = async (path) => {
    if (remainingMs <= 0) throw new Error("the engine took too long before");
    const begin = performance.now();
    try {
      return await getJson(socketPath, path, patience, signal);
    } finally {
      remainingMs -= Math.max(0, performance.now() - begin - slowMs);
    }
  };
  const localNames = await names(ask).catch(() => undefined);
  if (localNames === undefined) return unknown;
  const infoByName = new Map<string, Promise<BaseInfo | undefined>>();
  return {
    look(reference) {
      const name = fullName(reference);
      if (!localNames.has(name)) return Promise.resolve(undefined);
      const baseInfo = infoByName.get(name) ?? inspect(ask, reference).catch(() => undefined);
      infoByName.set(name, baseInfo);
      return baseInfo;
    },
  };
}

type Ask = (path: string) => Promise<unknown>;

async function names(ask: Ask): Promise<ReadonlySet<string>> {
  const images = await ask("/images/json");
  const records = Array.isArray(images) ? images.map(record) : [];
  return new Set(records.flatMap((image) => [...strings(image["RepoTags"]), ...strings(image["RepoDigests"])]));
}

/** `python` is listed as `python:latest`, and `docker.io/library/python:3` as `python:3`. */
function fullName(reference: string): string {
  const short = reference.replace(/^(index\.)?docker\.io\//, "").replace(/^library\//, "");
  const [beforeDigest = short, digest] = short.split("@");
  if (digest !== undefined) return `${beforeDigest.replace(/:[^:/]+$/, "")}@${digest}`;
  return /:[^:/]+$/.test(short) ? short : `${short}:latest`;
}

async function inspect(ask: Ask, reference: string): Promise<BaseInfo> {
  const path = `/images/${fullName(reference).split("/").map(encodeURIComponent).join("/")}/json`;
  const image = record(await ask(path));
  const config = record(image["Config"]);
  const text = (value: unknown): string => (typeof value === "string" ? value : "");
  const variant = text(image["Variant"]);
  const [digest] = strings(image["RepoDigests"]).flatMap((one) => one.split("@")[1] ?? []);
  return {
    reference,
    user: text(config["User"]),
    env: Object.fromEntries(strings(config["Env"]).map((pair) => splitOnce(pair))),
    workdir: text(config["WorkingDir"]) || "/",
    platform: [text(image["Os"]), text(image["Architecture"]), ...(variant === "" ? [] : [variant])].join("/"),
    hasHealthcheck: Array.isArray(record(config["Healthcheck"])["Test"]),
    exposesPort: Object.keys(record(config["ExposedPorts"])).length > 0,
    entrypoint: strings(config["Entrypoint"]),
    ...(digest !== undefined && { digest }),
  };
}

function splitOnce(pair: string): [string, string] {
  const equals = pair.indexOf("=");
  return equals === -1 ? [pair, ""] : [pair.slice(0, equals), pair.slice(equals + 1)];
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
