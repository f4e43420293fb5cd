import { podman5, startPodman } from "../harness/podman.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 18,
  title: "Podman 5.4 of Debian 13, rootless",
  open: (lab) =>
    startPodman(lab, "podman-5-rootless", {
      suite: "trixie",
      runtime: "crun",
      packages: podman5,
      rootless: true,
    }),
} satisfies Row;
