import { startDockerOf } from "../harness/docker-root.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 8,
  title: "Docker 20.10 in Debian 12, without buildx",
  open: (lab) =>
    startDockerOf(lab, "docker-20", "bookworm", {
      packages: ["nodejs", "npm", "git", "mmdebstrap", "gcc", "libc6-dev"],
    }),
} satisfies Row;
