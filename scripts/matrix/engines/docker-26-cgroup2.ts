import type { Row } from "../harness/row.ts";
import { startVm, vmColumns } from "../harness/vm.ts";
import { vmDocker } from "../harness/vm-engines.ts";

export default {
  place: 20,
  title: "Docker of Debian 13 with systemd, cgroup v2 and AppArmor",
  only: vmColumns,
  open: (lab) => startVm(lab, "docker-26-cgroup2", vmDocker),
} satisfies Row;
