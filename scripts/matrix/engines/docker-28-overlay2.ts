import { startDockerOf } from "../harness/docker-root.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 5,
  title: "Docker 28 in Debian forky, overlay2",
  open: (lab) =>
    startDockerOf(lab, "docker-28-overlay2", "forky", {
      packages: ["docker-cli", "docker-buildx", "docker-compose"],
      settings: { features: { "containerd-snapshotter": false } },
    }),
} satisfies Row;
