import { join } from "node:path";
import { mkdir } from "node:fs/promises";
import { runProgram } from "../../run-program.ts";
import { answers, startDocker, startLogged } from "../harness/docker.ts";
import { ensureRoot } from "../harness/roots.ts";
import type { Row } from "../harness/row.ts";

const name = "hullproof-matrix-dind";

export default {
  place: 12,
  title: "Docker in Docker",
  async open(lab) {
    if (process.getuid?.() !== 0) return { missing: "a root of its own takes root" };
    const root = await ensureRoot(lab, { suite: "bookworm", packages: ["docker.io"] });
    if (root === undefined) return { missing: "a root of Debian bookworm cannot be made here" };
    const outer = await startDocker(lab, "docker-in-docker");
    const { folder } = outer.machine;
    const env = { ...lab.env, DOCKER_HOST: outer.host };
    const tar = `tar --create --directory '${root.path}' --one-file-system . | docker import - ${name}`;
    const imported = await runProgram("sh", ["-ec", tar], { env, timeoutMs: 240_000, signal: lab.signal });
    if (imported.code !== 0) throw new Error(`no image of a Docker: ${imported.stderr.trim().slice(-300)}`);
    await mkdir(join(folder, "inner"));
    const host = `unix://${join(folder, "inner", "docker.sock")}`;
    const run = ["docker", "run", "--name", name, "--privileged", "--volume", `${folder}/inner:${folder}/inner`];
    const words = ["--volume", "/var/lib/docker", name, "dockerd", "--host", host, "--host", "unix:///run/docker.sock"];
    const daemon = startLogged(lab, outer.machine, "inner", env, [...run, ...words]);
    await answers(lab, host, daemon, join(folder, "inner.log"));
    const asked = await runProgram("docker", ["inspect", "--format", "{{.State.Pid}}", name], { env });
    return {
      host,
      enter: outer.enter,
      client: outer.client,
      // It publishes ports in its own container.
      near: ["nsenter", "--target", asked.stdout.trim(), "--net"],
      env: { DOCKER_HOST: host },
      note: "Docker 20.10 of Debian 12 in a privileged container; hullproof runs beside that container, with its socket",
    };
  },
} satisfies Row;
