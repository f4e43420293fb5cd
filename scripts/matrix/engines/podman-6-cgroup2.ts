import type { Row } from "../harness/row.ts";
import { startVm, vmColumns } from "../harness/vm.ts";
import { vmPodman6 } from "../harness/vm-engines.ts";

export default {
  place: 25,
  title: "Podman 6 of Debian experimental with systemd and cgroup v2",
  only: vmColumns,
  open: (lab) => startVm(lab, "podman-6-cgroup2", vmPodman6),
} satisfies Row;
