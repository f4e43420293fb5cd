import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { At } from "../harness/at.ts";
import type { Column } from "../harness/column.ts";
import { tinyImage } from "../../../test/images/tiny.ts";
import { webImage } from "../harness/images.ts";
import { webFlags } from "../harness/learned-here.ts";
import { broken, failed } from "../harness/refusals.ts";

export default {
  place: 50,
  title: "killed, then run again",
  what: "`learn` killed with SIGKILL while its container runs; the next call removes what it left: containers, networks, volumes, images, trace instances, folders.",
  table: "capabilities",
  async look(at) {
    await at.load([webImage, tinyImage]);
    const before = new Set(await left(at));
    const own = async () => (await left(at)).filter((one) => !before.has(one));
    let kill: (signal: NodeJS.Signals) => void = () => {};
    const args = ["learn", "--quiet", "--fresh", ...webFlags, webImage];
    const running = at.hullproof(args, { started: (by) => (kill = by) });
    let ended = false;
    void running.finally(() => (ended = true));
    let made: string[] = [];
    for (const end = Date.now() + 60_000; Date.now() < end && !ended; await sleep(200)) {
      made = await own();
      if (made.some((one) => one.startsWith("container"))) break;
    }
    kill("SIGKILL");
    const first = await running;
    if (!made.some((one) => one.startsWith("container"))) return failed(first);
    // Whatever connects to the engine removes what is left there.
    const next = await at.hullproof(["inspect", "--quiet", "--format", "json", `daemon:${tinyImage}`]);
    if (next.code !== 0) return failed(next);
    const still = await own();
    return still.length === 0 ? { verdict: "works" } : broken(`left after the next call: ${still.join(", ")}`);
  },
} satisfies Column;

/** Everything that carries hullproof's mark, asked without hullproof. */
async function left(at: At): Promise<string[]> {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ["container", ["ps", "--all", "--filter", "label=hullproof.run", "--format", "{{.Names}}"]],
    ["network", ["network", "ls", "--filter", "label=hullproof.run", "--format", "{{.Name}}"]],
    ["volume", ["volume", "ls", "--filter", "label=hullproof.run", "--format", "{{.Name}}"]],
    ["image", ["images", "--filter", "reference=hullproof.local/*", "--format", "{{.Repository}}:{{.Tag}}"]],
  ];
  const named: string[] = [];
  for (const [kind, args] of lists) {
    const text = await at.docker(args);
    named.push(
      ...text
        .split("\n")
        .filter(Boolean)
        .map((name) => `${kind} ${name}`),
    );
  }
  const folders = [at.engine.env?.["TMPDIR"] ?? "/tmp", "/sys/kernel/tracing/instances"];
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    named.push(...names.filter((name) => name.startsWith("hullproof-hp-")).map((name) => join(folder, name)));
  }
  return named;
}
