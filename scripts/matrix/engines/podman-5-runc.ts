import { podman5, startPodman } from "../harness/podman.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 16,
  title: "Podman 5.4 of Debian 13 with runc",
  open: (lab) =>
    startPodman(lab, "podman-5-runc", {
      suite: "trixie",
      runtime: "runc",
      packages: podman5,
    }),
} satisfies Row;
