import { runProgram } from "../../run-program.ts";
import { startDocker } from "../harness/docker.ts";
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
    const peer = String(docker.machine.pid);
    await inNetwork(
      lab.env,
      beside.client,
      `ip link add link0 type veth peer name link1 netns ${peer}
ip addr add ${client}/24 dev link0; ip link set link0 up; ip route add default via ${engine}`,
    );
    await inNetwork(lab.env, docker.machine.client, `ip addr add ${engine}/24 dev link1; ip link set link1 up`);
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

async function inNetwork(env: Readonly<NodeJS.ProcessEnv>, enter: readonly string[], script: string): Promise<void> {
  const [program, ...args] = [...enter, "sh", "-ec", script];
  const { code, stderr } = await runProgram(program, args, { env });
  if (code !== 0) throw new Error(`no link between two networks: ${stderr.trim()}`);
}
