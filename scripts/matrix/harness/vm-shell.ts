import type { ChildProcess } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { runProgram } from "../../run-program.ts";
import { startLogged } from "./docker.ts";
import type { Lab } from "./lab.ts";
import type { Machine } from "./machine.ts";

export interface VmShell {
  /** Words before a program that runs in the virtual machine; it ends there when they end here. */
  readonly enter: readonly string[];
}

export interface VmAddress {
  readonly user: string;
  readonly key: string;
  /** On 127.0.0.1 of `machine`'s network. */
  readonly port: number;
}

const options = [
  "BatchMode=yes",
  "StrictHostKeyChecking=no",
  "UserKnownHostsFile=/dev/null",
  "LogLevel=ERROR",
  "ConnectTimeout=15",
  "ServerAliveInterval=30",
].flatMap((one) => ["-o", one]);

/** What a call there gets of the environment here. */
const carried = ["DOCKER_HOST", "HULLPROOF_CACHE", "TMPDIR", "NO_COLOR"];

export interface VmWait {
  /** Its output is in qemu.log. */
  readonly qemu: ChildProcess;
  readonly waitMs: number;
  /** A socket here -> a socket there. */
  readonly forward?: readonly [here: string, there: string];
}

/**
 * One connection that stays, over which every program runs.
 *
 * @throws Error if no shell answers within `waitMs`, or qemu has ended.
 */
export async function openVmShell(
  lab: Lab,
  machine: Machine,
  { user, key, port }: VmAddress,
  { qemu, forward, waitMs }: VmWait,
): Promise<VmShell> {
  const control = join(machine.folder, `ssh-${user}`);
  const there = `${user}@127.0.0.1`;
  const forwards = forward === undefined ? [] : ["-L", forward.join(":")];
  const connection = ["ssh", "-M", "-S", control, "-N", ...forwards, "-i", key, "-p", String(port), ...options, there];
  const check = ["-S", control, "-O", "check", there];
  for (const end = Date.now() + waitMs; ;) {
    lab.signal.throwIfAborted();
    const ssh = startLogged(lab, machine, `ssh-${user}`, lab.env, connection, true);
    while (ssh.exitCode === null && ssh.signalCode === null && Date.now() < end) {
      lab.signal.throwIfAborted();
      if ((await runProgram("ssh", check, { env: lab.env })).code === 0) {
        const script = join(machine.folder, `in-${user}`);
        await writeFile(script, vmShellScript(control, there));
        return { enter: ["sh", script] };
      }
      await sleep(1000);
    }
    if (qemu.exitCode !== null || qemu.signalCode !== null) throw new Error(`qemu ended: ${await lastOf(machine)}`);
    if (Date.now() >= end) throw new Error(`ssh reaches no ${user} in the virtual machine`);
    await sleep(2000);
  }
}

async function lastOf({ folder }: Machine): Promise<string> {
  return (await readFile(join(folder, "qemu.log"), "utf8").catch(() => "")).trim().slice(-400);
}

/**
 * Hands its words over with quotes, and what the environment has of `carried`. Standard input is a FIFO that this process alone holds open: when it is
 * killed, the far side reads the end of it and kills what it started. Without the connection nothing else is tried.
 */
export function vmShellScript(control: string, there: string): string {
  return `quoted() { printf "'"; printf '%s' "$1" | sed "s/'/'\\\\\\\\''/g"; printf "' "; }
words=
for name in ${carried.join(" ")}; do
  eval "value=\\\${$name-}"
  if [ -n "$value" ]; then words="$words$name=$(quoted "$value")"; fi
done
for word do words="$words$(quoted "$word")"; done
mkfifo "$0.$$"
exec 3<>"$0.$$"
rm "$0.$$"
exec ssh -o BatchMode=yes -o ProxyCommand=false -S '${control}' '${there}' "exec 3<&0; env $words 3<&- & started=\\$!
{ read -r nothing; kill -KILL \\$started; } <&3 >/dev/null 2>&1 & watch=\\$!
wait \\$started; code=\\$?; kill \\$watch; exit \\$code" <&3 3<&-
`;
}
