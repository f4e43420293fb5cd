// What an engine, or a client, of an older release lacks: tests of it are left out there, by name.
import { spawnSync } from "node:child_process";
import { buildsByItself, hasNamedContexts } from "../../src/sources/engine/image-build/builder.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";

const { info } = await connect();

/** Undefined from Docker 23.0 on. */
export const olderBuildKit = hasNamedContexts(info)
  ? undefined
  : `the BuildKit of ${info.name} ${info.version} has no heredocs, source policies and excerpts`;

/** Undefined from Docker 24.0 on, whose API is 1.43. */
export const noContainerdStore =
  Number(info.apiVersion.split(".")[1]) >= 43
    ? undefined
    : `${info.name} ${info.version} has no containerd image store`;

/** Docker before 23.0 refuses a call with EPERM, whatever error a list names. */
export const knowsListErrors = !info.name.startsWith("Docker") || hasNamedContexts(info);

export const noBuildx =
  spawnSync("docker", ["buildx", "version"]).status === 0 ? undefined : "docker has no buildx plug-in here";

const dockerVersion = spawnSync("docker", ["--version"], { encoding: "utf8" }).stdout;

/** Undefined where BuildKit builds: by buildx, by a `docker` command of 20.10, or as an engine that has none builds by itself. */
export const legacyBuilder =
  noBuildx === undefined || !info.buildKit || buildsByItself(dockerVersion)
    ? undefined
    : "the engine's legacy builder builds here, which has no heredocs, mounts and options of COPY";

/** Undefined, or why no container gets all capabilities: Docker before 24 asks for those that this machine itself lacks, too. */
export const noPrivileged = (image: string): string | undefined => {
  const { status, stderr } = spawnSync("docker", ["run", "--rm", "--privileged", image, "true"], { encoding: "utf8" });
  return status === 0 || !stderr.includes("unable to apply caps")
    ? undefined
    : "this machine itself lacks a capability, and this engine asks for all of them";
};
