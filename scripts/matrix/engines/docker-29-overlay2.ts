import { startDocker29 } from "../harness/docker-29.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 4,
  title: "Docker 29, overlay2",
  open: (lab) =>
    startDocker29(lab, "docker-29-overlay2", {
      "storage-driver": "overlay2",
      features: { "containerd-snapshotter": false },
    }),
} satisfies Row;
