import { runProgram } from "../../run-program.ts";
import type { Lab } from "./lab.ts";
import type { Machine } from "./machine.ts";

/** A cable between two machines: each can then be reached by the other at its address, and by no one else. @throws Error */
export async function link(
  lab: Lab,
  engine: { readonly machine: Machine; readonly address: string },
  beside: { readonly machine: Machine; readonly address: string },
): Promise<void> {
  const peer = String(engine.machine.pid);
  await inNetwork(
    lab,
    beside.machine,
    `ip link add link0 type veth peer name link1 netns ${peer}
ip addr add ${beside.address}/24 dev link0; ip link set link0 up; ip route add default via ${engine.address}`,
  );
  await inNetwork(lab, engine.machine, `ip addr add ${engine.address}/24 dev link1; ip link set link1 up`);
}

async function inNetwork({ env }: Lab, { client }: Machine, script: string): Promise<void> {
  const [program, ...args] = [...client, "sh", "-ec", script];
  const { code, stderr } = await runProgram(program, args, { env });
  if (code !== 0) throw new Error(`no link between two networks: ${stderr.trim()}`);
}
