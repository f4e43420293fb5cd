import { startDocker29 } from "../harness/docker-29.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 3,
  title: "Docker 29, containerd store (its default)",
  open: (lab) => startDocker29(lab, "docker-29-containerd", {}),
} satisfies Row;
