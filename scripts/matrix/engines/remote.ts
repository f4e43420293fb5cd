import { startDocker } from "../harness/docker.ts";
import { link } from "../harness/link.ts";
import { openMachine } from "../harness/machine.ts";
import type { Row } from "../harness/row.ts";

const [engine, client] = ["10.213.87.1", "10.213.87.2"];

export default {
  place: 9,
  title: "A remote Docker, DOCKER_HOST over TCP",
  async open(lab) {
    if (process.getuid?.() !== 0) return { missing: "namespaces take root" };
    const host = `tcp://${engine}:2375`;
    const docker = await startDocker(lab, "remote", { settings: { tls: false }, hosts: ["tcp://0.0.0.0:2375"] });
    const beside = await openMachine(lab, { name: "beside" });
    await link(lab, { machine: docker.machine, address: engine }, { machine: beside, address: client });
    return {
      host,
      enter: beside.enter,
      client: beside.client,
      near: docker.machine.client,
      env: { DOCKER_HOST: host },
      note: "another network and other mounts on one kernel, plain TCP: what is remote of it is the address",
    };
  },
} satisfies Row;
