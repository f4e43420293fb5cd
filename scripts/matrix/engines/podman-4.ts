import { startPodman } from "../harness/podman.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 19,
  title: "Podman 4.3 of Debian 12 with crun",
  open: (lab) =>
    startPodman(lab, "podman-4", {
      suite: "bookworm",
      runtime: "crun",
      fewerLimits: true,
      packages: ["docker.io", "crun", "netavark", "aardvark-dns", "catatonit"],
    }),
} satisfies Row;
