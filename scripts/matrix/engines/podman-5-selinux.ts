import type { Row } from "../harness/row.ts";
import { startVm, vmColumns } from "../harness/vm.ts";
import { vmPodmanSelinux } from "../harness/vm-engines.ts";

export default {
  place: 23,
  title: "Podman 5.4 of Debian 13 with SELinux enforcing and cgroup v2",
  only: vmColumns,
  open: (lab) => startVm(lab, "podman-5-selinux", vmPodmanSelinux),
} satisfies Row;
