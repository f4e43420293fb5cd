import { startVm } from "../harness/vm.ts";
import { vmDocker } from "../harness/vm-engines.ts";
import type { Row } from "../harness/row.ts";

export default {
  place: 11,
  title: "A remote Docker on another kernel, its socket forwarded over ssh",
  only: ["inspect-image", "inspect-container", "storage", "learn", "environment", "verify", "killed", "run-line"],
  async open(lab) {
    const engine = await startVm(lab, "remote-kernel", vmDocker);
    if ("missing" in engine) return engine;
    const { host = "", near, slower = 1 } = engine;
    return {
      host,
      near,
      slower,
      env: { DOCKER_HOST: host },
      note: "the engine of a virtual machine with cgroup v2; hullproof runs on this machine, which reaches none of the ports that it publishes",
    };
  },
} satisfies Row;
