import { access } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runProgram } from "../../run-program.ts";
import { startLogged } from "../harness/docker.ts";
import { startDockerOf } from "../harness/docker-root.ts";
import { link } from "../harness/link.ts";
import { openMachine } from "../harness/machine.ts";
import type { Row } from "../harness/row.ts";

const [engine, client] = ["10.213.89.1", "10.213.89.2"];
const waitMs = 20_000;

export default {
  place: 10,
  title: "A remote Docker over ssh, its socket forwarded",
  async open(lab) {
    const docker = await startDockerOf(lab, "remote-ssh", "trixie", {
      packages: ["docker-cli", "openssh-server"],
    });
    if ("missing" in docker) return docker;
    const { machine } = docker;
    const beside = await openMachine(lab, { name: "beside-ssh" });
    await link(lab, { machine, address: engine }, { machine: beside, address: client });
    const key = join(machine.folder, "key");
    const made = await runProgram(
      machine.enter[0] ?? "",
      [
        ...machine.enter.slice(1),
        "sh",
        "-ec",
        `ssh-keygen -q -t ed25519 -N '' -f ${key}; mkdir -p -m 700 /root/.ssh /run/sshd; cp ${key}.pub /root/.ssh/authorized_keys; ssh-keygen -A`,
      ],
      { env: lab.env },
    );
    if (made.code !== 0) throw new Error(`no key: ${made.stderr.trim().slice(-300)}`);
    startLogged(lab, machine, "sshd", lab.env, ["/usr/sbin/sshd", "-D", "-e", "-o", "PidFile=none"]);
    // As hullproof's own message for ssh:// says it.
    const socket = join(beside.folder, "forwarded.sock");
    const forward = ["-nNT", "-L", `${socket}:/var/run/docker.sock`, `ssh://root@${engine}:22`];
    const options = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"];
    for (const end = Date.now() + waitMs; !(await exists(socket)); await sleep(500)) {
      lab.signal.throwIfAborted();
      if (Date.now() > end) throw new Error("ssh does not forward the socket");
      const ssh = startLogged(lab, beside, "ssh", lab.env, [
        "ssh",
        "-i",
        key,
        ...options.flatMap((option) => ["-o", option]),
        ...forward,
      ]);
      while (ssh.exitCode === null && Date.now() < end && !(await exists(socket))) await sleep(100);
    }
    const host = `unix://${socket}`;
    return {
      host,
      enter: beside.enter,
      client: beside.client,
      near: machine.client,
      env: { DOCKER_HOST: host },
      note: "ssh:// itself is refused with the command that forwards the socket, which this row runs; sshd and the engine are in another network, with other mounts, on one kernel",
    };
  },
} satisfies Row;

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
