import { podman5, startPodman } from "../harness/podman.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 15,
  title: "Podman 5.4 of Debian 13 with crun",
  open: (lab) =>
    startPodman(lab, "podman-5-crun", {
      suite: "trixie",
      runtime: "crun",
      packages: podman5,
    }),
} satisfies Row;
