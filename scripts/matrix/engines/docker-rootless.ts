import { join } from "node:path";
import { answers, endContainers, startLogged } from "../harness/docker.ts";
import { openMachine } from "../harness/machine.ts";
import { ensureRoot } from "../harness/roots.ts";
import type { Missing, OpenEngine, Row } from "../harness/row.ts";
import { someone } from "../harness/someone.ts";

const script = "/usr/share/docker.io/contrib/dockerd-rootless.sh";

export default {
  place: 14,
  title: "Docker of Debian 13, rootless",
  async open(lab): Promise<OpenEngine | Missing> {
    if (process.getuid?.() !== 0) return { missing: "a root of its own takes root" };
    const packages = [
      "docker.io",
      "docker-cli",
      "docker-buildx",
      "docker-compose",
      "uidmap",
      "rootlesskit",
      "slirp4netns",
    ];
    const root = await ensureRoot(lab, { suite: "trixie", packages });
    if (root === undefined) return { missing: "a root of Debian trixie cannot be made here" };
    const { prepare } = someone;
    const storage = { [someone.home]: "data" };
    const machine = await openMachine(lab, { name: "docker-rootless", root: root.path, storage, prepare });
    const host = `unix://${join(machine.folder, "tmp", "docker.sock")}`;
    const enter = [...machine.enter, ...someone.enter];
    const path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    const env = { ...lab.env, ...someone.env, PATH: path };
    const daemon = startLogged(lab, { ...machine, enter }, "dockerd", env, ["sh", script, "--host", host]);
    lab.defer(() => endContainers(lab, machine.client, host, daemon));
    await answers(lab, host, daemon, join(machine.folder, "dockerd.log"));
    return {
      host,
      enter,
      client: machine.client,
      env: { DOCKER_HOST: host, ...someone.env, PATH: path },
      uid: someone.uid,
    };
  },
} satisfies Row;
