import { podman5, startPodman } from "../harness/podman.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 17,
  title: "Podman 5.8 of Debian forky with crun",
  open: (lab) => startPodman(lab, "podman-58-crun", { suite: "forky", runtime: "crun", packages: podman5 }),
} satisfies Row;
