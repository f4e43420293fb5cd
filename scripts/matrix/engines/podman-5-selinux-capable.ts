import type { Row } from "../harness/row.ts";
import { startVm, vmColumns } from "../harness/vm.ts";
import { vmPodmanSelinuxCapable } from "../harness/vm-engines.ts";

export default {
  place: 24,
  title: "Podman 5.4 of Debian 13 with SELinux enforcing, whose containers may have capabilities",
  only: vmColumns,
  open: (lab) => startVm(lab, "podman-5-selinux-capable", vmPodmanSelinuxCapable),
} satisfies Row;
