import { startDockerOf } from "../harness/docker-root.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 6,
  title: "Docker 28 in Debian forky, containerd store",
  open: (lab) =>
    startDockerOf(lab, "docker-28-containerd", "forky", {
      packages: ["docker-cli", "docker-buildx", "docker-compose"],
      settings: { features: { "containerd-snapshotter": true } },
    }),
} satisfies Row;
