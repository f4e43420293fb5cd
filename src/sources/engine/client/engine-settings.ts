import { z } from "zod";
import type { EngineSettings } from "../../../domain/container/engine-settings.ts";
import type { Engine } from "../types.ts";
import { answerOf } from "./answer-of.ts";
import { runtimeVersion } from "./runtime-version.ts";

const texts = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

const infoShape = z.object({
  DefaultRuntime: z.string().nullish(),
  LoggingDriver: z.string().nullish(),
  CgroupVersion: z.string().nullish(),
  SecurityOptions: texts,
  LiveRestoreEnabled: z.boolean().nullish(),
  Warnings: texts,
  RegistryConfig: z
    .object({
      InsecureRegistryCIDRs: texts,
      IndexConfigs: z.record(z.string(), z.object({ Secure: z.boolean() })).nullish(),
    })
    .nullish(),
});

const versionShape = z.object({
  Components: z.array(z.object({ Name: z.string(), Version: z.string().nullish() })).nullish(),
});

/** Throws those of the engine's calls. */
export async function engineSettings(engine: Engine, signal?: AbortSignal): Promise<EngineSettings> {
  const get = (path: string) => engine.call({ method: "GET", path, signal });
  const info = answerOf(infoShape, await get("/info"));
  const { Components } = answerOf(versionShape, await get("/version"));
  const components = (Components ?? []).map(({ Name, Version }) => ({ Name, Version: Version ?? "" }));
  const runtime = info.DefaultRuntime ?? "";
  const ran = runtimeVersion(runtime, components);
  const options = info.SecurityOptions.map((option) => Object.fromEntries(option.split(",").map(pair)));
  const names = new Set(options.map(({ name }) => name));
  const seccomp = options.find(({ name }) => name === "seccomp");
  const { InsecureRegistryCIDRs: ranges = [], IndexConfigs: indexes } = info.RegistryConfig ?? {};
  const podman = engine.info.name.startsWith("Podman");
  return {
    name: engine.info.name,
    version: engine.info.version,
    apiVersion: engine.info.apiVersion,
    endpoint: engine.info.endpoint,
    components: {
      ...Object.fromEntries(
        components.flatMap(({ Name, Version }) => (Version === "" ? [] : [[Name, firstLine(Version)]])),
      ),
      ...(ran !== undefined && { [runtime]: ran }),
    },
    runtime,
    cgroupVersion: info.CgroupVersion === "2" ? 2 : 1,
    logDriver: info.LoggingDriver ?? "",
    rootless: names.has("rootless"),
    userNamespaces: names.has("userns"),
    noNewPrivileges: names.has("no-new-privileges"),
    ...(seccomp !== undefined && { seccomp: seccomp["profile"] ?? "default" }),
    liveRestore: info.LiveRestoreEnabled === true || podman,
    insecureRegistries: [
      // Both are the machine itself.
      ...ranges.filter((range) => range !== "127.0.0.0/8" && range !== "::1/128"),
      ...Object.entries(indexes ?? {}).flatMap(([name, { Secure }]) => (Secure ? [] : [name])),
    ].sort(),
    withoutLimits: engine.info.withoutLimits,
    warnings: info.Warnings,
  };
}

/** Podman includes the whole output of `crun --version`. */
function firstLine(text: string): string {
  return text.split("\n")[0] ?? text;
}

function pair(text: string): [string, string] {
  const at = text.indexOf("=");
  return at === -1 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}
