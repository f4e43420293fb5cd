import { startDockerOf } from "../harness/docker-root.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 8.5,
  title: "Docker 26 in Debian 13, without buildx",
  // On Debian 13 buildx is only recommended: the legacy builder builds.
  only: ["environment", "build"],
  open: (lab) =>
    startDockerOf(lab, "docker-26-legacy", "trixie", {
      packages: ["docker-cli", "docker-compose", "nodejs", "npm", "git", "mmdebstrap", "gcc", "libc6-dev"],
      held: ["docker-buildx"],
    }),
} satisfies Row;
