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
    let kill: (signal: NodeJS.Signals) => void = () => {};
    const earlier = new Set(await runsOf(at));
    const args = ["learn", "--quiet", "--fresh", ...webFlags, webImage];
    const running = at.hullproof(args, { started: (by) => (kill = by) });
    let ended = false;
    void running.finally(() => (ended = true));
    let runs: string[] = [];
    let made: string[] = [];
    for (const end = Date.now() + 60_000 * at.slower; Date.now() < end && !ended; await sleep(200)) {
      runs = (await runsOf(at)).filter((run) => !earlier.has(run));
      made = await leftOf(at, runs);
      if (made.some((one) => one.startsWith("container"))) break;
    }
    kill("SIGKILL");
    const first = await running;
    if (!made.some((one) => one.startsWith("container"))) return failed(first);
    // Whatever connects to the engine removes what is left there.
    const next = await at.hullproof(["inspect", "--quiet", "--format", "json", `daemon:${tinyImage}`]);
    if (next.code !== 0) return failed(next);
    const still = await leftOf(at, runs);
    return still.length === 0 ? { verdict: "works" } : broken(`left after the next call: ${still.join(", ")}`);
  },
} satisfies Column;

/** Each makes its folder first, in a temporary one that no one else has. */
async function runsOf(at: At): Promise<string[]> {
  const names = await namesIn(at, at.temporary);
  return names.flatMap((name) => /^hullproof-(hp-[0-9a-f]{12})$/.exec(name)?.[1] ?? []);
}

/** Everything that carries the mark of these runs, asked without hullproof. */
async function leftOf(at: At, runs: readonly string[]): Promise<string[]> {
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ["container", ["ps", "--all", "--filter", "label=hullproof.run", "--format", "{{.Names}}"]],
    ["network", ["network", "ls", "--filter", "label=hullproof.run", "--format", "{{.Name}}"]],
    ["volume", ["volume", "ls", "--filter", "label=hullproof.run", "--format", "{{.Name}}"]],
    ["image", ["images", "--format", "{{.Repository}}:{{.Tag}}"]],
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
  for (const [kind, folder] of [
    ["folder", at.temporary],
    ["trace instance", "/sys/kernel/tracing/instances"],
  ] as const)
    named.push(...(await namesIn(at, folder)).map((name) => `${kind} ${name}`));
  return named.filter((name) => runs.some((run) => name.includes(run)));
}

/** Where hullproof runs; none where there is no such folder. */
async function namesIn(at: At, folder: string): Promise<string[]> {
  const { stdout } = await at.run("ls", ["-A", folder]);
  return stdout.split("\n").filter((name) => name !== "");
}
