import { load, type LoadResult } from "./load.ts";
import { docker, dockerText } from "./programs.ts";
import type { NamedService } from "./service.ts";
import { type Control, judge, type Manner, periodic, reload, type Running, start, unrestricted } from "./trial.ts";
import type { Learned } from "./learned.ts";
import { seconds } from "./truth.ts";

/** `learn` proves for 8 clients at once. */
export const clientsAtOnce = 40;
const loadSeconds = 30;
/** Clients by `docker exec` at once. */
const execsAtOnce = 10;
const days = 10;

export interface Endured {
  /** What the emitted line lacks beside the original: empty when it is as safe as it was said to be. */
  readonly problems: readonly string[];
  readonly load: { readonly control: LoadResult; readonly learned: LoadResult; readonly after: readonly string[] };
  /** Of clients by `docker exec`: what failed. */
  readonly execs?: {
    readonly count: number;
    readonly failed: readonly string[];
    readonly controlFailed: readonly string[];
  };
  readonly restarts: { readonly count: number; readonly refused: readonly string[] };
  readonly reloads?: { readonly count: number; readonly failed: readonly string[] };
  readonly days?: {
    readonly count: number;
    readonly failed: readonly string[];
    readonly controlFailed: readonly string[];
  };
  readonly seconds: number;
}

/** The emitted line by itself: judged, under load beside an unrestricted control, restarted, reloaded, with its periodic work. */
export async function endure(
  service: NamedService,
  learned: Learned,
  clients: string,
  control: Control,
  say: (text: string) => void,
): Promise<Endured> {
  const { line, folder } = learned;
  const options = { otherUser: otherUser(service, learned), times: 10 };
  return endureAs(service, { line, folder }, options, clients, control, say);
}

/** The same of any manner; `times`: restarts. */
export async function endureAs(
  service: NamedService,
  manner: Manner,
  options: { readonly otherUser: boolean; readonly times: number },
  clients: string,
  control: Control,
  say: (text: string) => void,
): Promise<Endured> {
  const began = performance.now();
  const problems = await judge(service, manner, clients, control, options);
  say(`by itself: ${problems[0] ?? "passes"}`);
  await using running = await start(service, manner, clients);
  const notReady = await running.ready();
  if (notReady !== undefined) throw new Error(`it is not ready: ${notReady}`);
  const loaded = await underLoad(service, running, clients);
  say(`load: ${JSON.stringify(loaded)}`);
  const execs =
    service.execs === undefined ? {} : { execs: await byExec(service.execs, running.name, service, clients) };
  const daily = service.periodic === undefined ? {} : { days: await tenDays(service, running, clients) };
  const reloads =
    service.reload === undefined ? {} : { reloads: await repeated(10, () => reloadOnce(service, running)) };
  const { count, failed } = await repeated(options.times, () => restartOnce(running));
  say(`restarts: ${failed.length} refused of ${count}`);
  return {
    problems,
    load: loaded,
    ...execs,
    restarts: { count, refused: failed },
    ...reloads,
    ...daily,
    seconds: seconds(began),
  };
}

/** Capabilities without which the emitted line does all the same; asked of those that brute force does without. */
export async function tooMany(
  service: NamedService,
  learned: Learned,
  needed: readonly string[],
  clients: string,
  control: Control,
): Promise<readonly string[]> {
  const { line, folder } = learned;
  const found: string[] = [];
  for (const name of learned.capabilities.filter((one) => !needed.includes(one))) {
    const less = line.replace(new RegExp(`--cap-add ${name} \\\\\\n\\s*`), "");
    if (less === line) throw new Error(`the line has no --cap-add ${name}`);
    const manner = { line: less, folder };
    const problems = await judge(service, manner, clients, control, { otherUser: otherUser(service, learned) });
    if (problems.length === 0) found.push(name);
  }
  return found;
}

/** It starts as another than the image does, on purpose. */
function otherUser(service: NamedService, { user }: Learned): boolean {
  return !user.startsWith("0:") && service.user === undefined;
}

async function underLoad(service: NamedService, running: Running, clients: string): Promise<Endured["load"]> {
  const [probe] = service.load === undefined ? service.probes : [service.load];
  if (probe === undefined) throw new Error(`${service.name} has no probe`);
  await using control = await start(service, unrestricted, clients);
  const notReady = await control.ready();
  if (notReady !== undefined) throw new Error(`the control is not ready: ${notReady}`);
  const [ofControl, ofLearned] = await Promise.all(
    [control, running].map(async (one) => load(probe, await one.where(), clientsAtOnce, loadSeconds)),
  );
  if (ofControl === undefined || ofLearned === undefined) throw new Error("no load was run");
  const state = await dockerText(["inspect", "--format", "{{.State.Running}} {{.State.OOMKilled}}", running.name]);
  const notAfter = await running.ready();
  return {
    control: ofControl,
    learned: ofLearned,
    after: [
      ...(state === "true false" ? [] : [`running and killed for memory: ${state}`]),
      ...(notAfter === undefined ? [] : [notAfter]),
    ],
  };
}

async function byExec(
  scripts: readonly string[],
  learned: string,
  service: NamedService,
  clients: string,
): Promise<NonNullable<Endured["execs"]>> {
  await using control = await start(service, unrestricted, clients);
  const notReady = await control.ready();
  if (notReady !== undefined) throw new Error(`the control is not ready: ${notReady}`);
  const run = async (container: string): Promise<string[]> => {
    const failed: string[] = [];
    for (const script of scripts) {
      const once = () => docker(["exec", container, "sh", "-c", script], { timeoutMs: 30_000 });
      for (const { code, stdout, stderr } of await Promise.all(Array.from({ length: execsAtOnce }, once)))
        if (code !== 0)
          failed.push(`${script}: ended with ${code ?? "no end in time"} ${(stderr || stdout).trim().slice(-200)}`);
    }
    return failed;
  };
  const controlFailed = await run(control.name);
  return { count: scripts.length * execsAtOnce, failed: await run(learned), controlFailed };
}

async function tenDays(
  service: NamedService,
  running: Running,
  clients: string,
): Promise<NonNullable<Endured["days"]>> {
  await using control = await start(service, unrestricted, clients);
  const notReady = await control.ready();
  const controlFailed = notReady === undefined ? [] : [notReady];
  const failed: string[] = [];
  for (let day = 0; day < days; day++) {
    controlFailed.push(...(await periodic(service, control)));
    failed.push(...(await periodic(service, running)), ...[await running.ready()].filter((one) => one !== undefined));
  }
  return { count: days, failed, controlFailed };
}

async function repeated(
  times: number,
  once: () => Promise<readonly string[]>,
): Promise<{ count: number; failed: string[] }> {
  const failed: string[] = [];
  for (let time = 0; time < times; time++) {
    const problems = await once();
    if (problems.length > 0) failed.push(problems.join("; "));
  }
  return { count: times, failed };
}

async function reloadOnce(service: NamedService, running: Running): Promise<readonly string[]> {
  const problems = await reload(service, running);
  if (problems.length > 0) return problems;
  const notReady = await running.ready();
  return notReady === undefined ? [] : [notReady];
}

async function restartOnce(running: Running): Promise<readonly string[]> {
  const { code, stderr } = await docker(["restart", running.name], { timeoutMs: 90_000 });
  if (code !== 0) return [`refused: ${stderr.trim().slice(-300)}`];
  const notReady = await running.ready();
  return notReady === undefined ? [] : [notReady];
}
