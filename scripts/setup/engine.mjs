import { existsSync } from "node:fs";
import { request } from "node:http";
import { canInstall } from "./apt.mjs";
import { hintForThisSystem } from "./hint.mjs";
import { ask, say } from "./run.mjs";
import { startEngine } from "./start-engine.mjs";

/** Packages that an engine and the base images of containers are made from; none where it is another machine's engine. */
export async function engineNeeds() {
  if (!canInstall() || (engineVersion() === undefined && elsewhere())) return [];
  const answers = engineVersion() !== undefined || (await socketAnswers());
  const packages = missingTools(answers);
  return packages.length === 0 ? [] : [{ packages, why: reason(answers) }];
}

/** Starts an engine where none answers and it can; one that does is left as it is. Resolves with its version or undefined. */
export async function ensureEngine(purpose) {
  const version = engineVersion();
  if (version !== undefined) return version;
  if (elsewhere()) {
    say(`no Docker Engine answers at ${elsewhere()}; start that one, or unset DOCKER_HOST and DOCKER_CONTEXT`);
    return undefined;
  }
  if (!canInstall()) {
    say(`no Docker Engine answers. ${hintForThisSystem(purpose)}`);
    return undefined;
  }
  if (has("dockerd") && !(await socketAnswers())) await startEngine(engineVersion);
  return engineVersion();
}

function missingTools(answers) {
  const fromDocker = ask("dpkg-query", ["-W", "docker-ce-cli"]) !== undefined;
  const tools = [];
  if (!answers && !has("dockerd")) tools.push({ names: ["docker.io"] });
  // Debian 13 has the client in a package of its own, older releases and Ubuntu have it in docker.io.
  if (!has("docker")) tools.push({ names: ["docker-cli", "docker.io"] });
  if (ask("docker", ["buildx", "version"]) === undefined) {
    const names = ["docker-buildx", "docker-buildx-plugin"];
    tools.push({ names: fromDocker ? names.reverse() : names, optional: true });
  }
  if (!has("mmdebstrap")) tools.push({ names: ["mmdebstrap"], optional: true });
  if (!has("busybox")) tools.push({ names: ["busybox-static"], optional: true });
  return tools;
}

function reason(answers) {
  const engine = answers ? "" : "no Docker Engine answers, and containers are built and run for real; ";
  return `${engine}mmdebstrap and busybox make the base images that cannot be pulled`;
}

/** The engine's version through the client, which knows DOCKER_HOST and contexts. */
function engineVersion() {
  return ask("docker", ["version", "--format", "{{.Server.Version}}"]) || undefined;
}

/** An engine may be there without a client, as in a container that was given the socket. */
function socketAnswers() {
  return new Promise((resolve) => {
    const ping = request({ socketPath: "/var/run/docker.sock", path: "/_ping", timeout: 5000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    ping.on("timeout", () => ping.destroy());
    ping.on("error", () => resolve(false));
    ping.end();
  });
}

/** Where the person pointed the client to; starting an engine here would not help. */
function elsewhere() {
  const host = process.env.DOCKER_HOST;
  if (host && host !== "unix:///var/run/docker.sock") return host;
  const context = ask("docker", ["context", "show"]);
  return context === undefined || context === "default" ? undefined : `context ${context}`;
}

export function has(command) {
  return (process.env.PATH ?? "")
    .split(":")
    .concat("/usr/sbin", "/sbin")
    .some((folder) => existsSync(`${folder}/${command}`));
}
