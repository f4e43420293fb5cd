// What an engine's own configuration gives to containers that ask for nothing: one that is started for this, beside the one of the other tests.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";
import insecureRegistry from "../../../src/rules/base-image/insecure-registry.ts";
import engineDefaults from "../../../src/rules/capabilities/isolation/engine-defaults.ts";
import engineOpen from "../../../src/rules/capabilities/network/engine-open.ts";
import engineWithoutSeccomp from "../../../src/rules/capabilities/isolation/engine-without-seccomp.ts";
import { tinyImage } from "../../images/tiny.ts";
import { engineApart, noNetwork } from "../engine-apart.ts";
import { CannotTry, docker, label, shows, status, type Answer } from "./premise.ts";

/** TEST-NET-2: no one answers there but the container that takes it in the engine's own network. */
const address = "198.51.100.7";

interface Apart extends AsyncDisposable {
  readonly docker: (...args: readonly string[]) => Promise<Answer>;
  /** In the engine's own network, with all privileges. */
  readonly sh: (script: string) => Promise<Answer>;
}

async function apart(settings: Readonly<Record<string, unknown>>): Promise<Apart> {
  if (process.getuid?.() !== 0) throw new CannotTry("another engine is started as root, and this is another user");
  const started = await engineApart({ ...noNetwork, ...settings });
  if (started === undefined) throw new CannotTry("there is no dockerd here to start another engine with");
  const host = started.engine.info.endpoint;
  const own = async (...args: readonly string[]) => await docker("-H", host, ...args);
  try {
    await promisify(execFile)("sh", ["-c", `docker save ${tinyImage} | docker -H ${host} load`]);
  } catch (error) {
    await started[Symbol.asyncDispose]();
    throw error;
  }
  return {
    docker: own,
    sh: async (script) =>
      await own("run", "--rm", "--privileged", "--network=host", "--label", label, tinyImage, "sh", "-c", script),
    [Symbol.asyncDispose]: () => started[Symbol.asyncDispose](),
  };
}

const inStatus = async (engine: Apart, key: string): Promise<string | undefined> => {
  const { said } = await engine.docker(
    "run",
    "--rm",
    "--network=none",
    tinyImage,
    "grep",
    `^${key}:`,
    "/proc/self/status",
  );
  return said.split(":")[1]?.trim();
};

shows(engineWithoutSeccomp, async () => {
  await using engine = await apart({ "seccomp-profile": "unconfined" });
  expect(await inStatus(engine, "Seccomp")).toBe("0");
  expect(await status([], "Seccomp")).toBe("2");
});

shows(engineDefaults, async () => {
  await using engine = await apart({ "no-new-privileges": true });
  expect(await inStatus(engine, "NoNewPrivs")).toBe("1");
  expect(await status([], "NoNewPrivs")).toBe("0");
});

shows(engineOpen, async () => {
  await using engine = await apart({ hosts: ["tcp://127.0.0.1:2375"], tls: false });
  // All of them: the one that asks may not count as running yet.
  const { said } = await engine.sh(
    "wget -q -O - 'http://127.0.0.1:2375/containers/json?all=1'; wget -q -O - http://127.0.0.1:2376/",
  );
  expect(said).toContain(`"Image":"${tinyImage}"`);
  expect(said).toContain("Connection refused");
});

shows(insecureRegistry, async () => {
  await using engine = await apart({ "insecure-registries": [`${address}:5000`] });
  const serve = `busybox ip addr add ${address}/32 dev lo; for port in 5000 5001; do busybox httpd -p ${address}:$port; done; echo serves; sleep 60`;
  await engine.docker(
    "run",
    "--detach",
    "--privileged",
    "--network=host",
    "--name=registry",
    tinyImage,
    "sh",
    "-c",
    serve,
  );
  const pull = async (port: number) => (await engine.docker("pull", `${address}:${port}/app:1`)).said;
  try {
    for (let tries = 0; tries < 50 && !(await engine.docker("logs", "registry")).said.includes("serves"); tries++)
      await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await pull(5001)).toContain("server gave HTTP response to HTTPS client");
    const trusted = await pull(5000);
    expect(trusted).not.toMatch(/HTTPS client|refused/);
    expect(trusted).toMatch(/404|not found|manifest unknown|unexpected|denied/i);
  } finally {
    await engine.docker("rm", "--force", "registry");
  }
});
