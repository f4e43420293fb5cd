import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { connect } from "../../src/sources/engine/client/connect.ts";
import type { Engine } from "../../src/sources/engine/types.ts";

export const noNetwork = { bridge: "none", iptables: false, ip6tables: false, "ip-forward": false, "ip-masq": false };

export interface EngineApart extends AsyncDisposable {
  readonly engine: Engine;
}

/**
 * An engine with a network and mounts of its own, whose storage lies where we see an empty folder; undefined where there is none to start. `hosts` of
 * `more` are listened on as well. Not a hook of the test that asks: where tests run beside each other, a hook is refused after a wait.
 */
export async function engineApart(more: Readonly<Record<string, unknown>>): Promise<EngineApart | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
  for (const name of ["data", "hidden"]) await mkdir(join(folder, name));
  const host = `unix://${join(folder, "sock")}`;
  const settings = {
    "data-root": join(folder, "data"),
    "exec-root": join(folder, "exec"),
    pidfile: join(folder, "pid"),
    ...more,
    hosts: [host, ...(Array.isArray(more["hosts"]) ? (more["hosts"] as readonly unknown[]) : [])],
  };
  await writeFile(join(folder, "daemon.json"), JSON.stringify(settings));
  const script = `mount --bind ${folder}/hidden ${folder}/data && exec dockerd --config-file ${folder}/daemon.json`;
  const daemon = spawn("unshare", ["--net", "--mount", "sh", "-c", `ip link set lo up; ${script}`], {
    stdio: "ignore",
  });
  const ended = new Promise<void>((resolve) => {
    daemon.once("error", () => resolve());
    daemon.once("exit", () => resolve());
  });
  const stop = async (): Promise<void> => {
    daemon.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  let over = false;
  void ended.then(() => (over = true));
  for (let attempt = 0; attempt < 100 && !over; attempt++) {
    const engine = await connect({ host }).catch(() => undefined);
    if (engine !== undefined) return { engine, [Symbol.asyncDispose]: stop };
    await sleep(300);
  }
  await stop();
  return undefined;
}
