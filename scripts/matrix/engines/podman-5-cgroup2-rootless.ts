import type { Row } from "../harness/row.ts";
import { startVm, vmColumns } from "../harness/vm.ts";
import { vmPodmanRootless } from "../harness/vm-engines.ts";

export default {
  place: 22,
  title: "Podman 5.4 of Debian 13 with systemd and cgroup v2, rootless",
  only: vmColumns,
  open: (lab) => startVm(lab, "podman-5-cgroup2-rootless", vmPodmanRootless),
} satisfies Row;
