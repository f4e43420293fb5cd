import { startDockerOf } from "../harness/docker-root.ts";
import type { Row } from "../harness/row.ts";

const name = "docker-28-outside";

export default {
  place: 7,
  title: "Docker 28, hullproof outside of its root",
  async open(lab) {
    const engine = await startDockerOf(lab, name, "forky", {
      packages: ["docker-cli", "docker-buildx", "docker-compose"],
      settings: { features: { "containerd-snapshotter": true } },
    });
    if ("missing" in engine) return engine;
    const { host, client, versions = {} } = engine;
    return {
      host,
      enter: client,
      client,
      versions,
      env: { DOCKER_HOST: host },
      note: "the engine's paths mean something else where hullproof runs",
    };
  },
} satisfies Row;
