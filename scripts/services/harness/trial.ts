import { randomBytes } from "node:crypto";
import { ask, type Asked } from "./ask.ts";
import { type ControlFiles, controlFiles, type Files, filesOf, filesUnlike } from "./files.ts";
import { type ControlIdentities, type Identities, steadyIdentities, worseThan } from "./identities.ts";
import { clientImage, imageOf } from "./images.ts";
import { runProgram } from "../../run-program.ts";
import { docker, dockerText } from "./programs.ts";
import type { NamedService } from "./service.ts";

/** How a container is started: flags of `docker run`, perhaps with another image than the service's, or a whole line that `emit` printed. */
export type Manner =
  | { readonly flags: readonly string[]; readonly image?: string }
  | { readonly line: string; readonly folder: string };

export const unrestricted: Manner = { flags: [] };

const readyMs = 40_000;
const reloadMs = 1000;
const label = "hullproof-services";

/** A container of client programs; each service has its own. */
export async function openClients(service: NamedService): Promise<AsyncDisposable & { readonly name: string }> {
  const name = newName(service.name, "clients");
  await dockerText(["run", "--detach", "--label", label, "--name", name, clientImage]);
  return { name, [Symbol.asyncDispose]: () => remove(name) };
}

export interface Running extends AsyncDisposable {
  readonly name: string;
  /** Where it answers now: an address of a bridge changes at a restart. */
  where(): Promise<Asked>;
  /** Undefined once all probes answered; at most 40 s. */
  ready(): Promise<string | undefined>;
  /** Problems of one question to each probe. */
  answers(): Promise<string[]>;
}

/** @throws Error with Docker's words when it does not start at all. */
export async function start(service: NamedService, manner: Manner, clients: string): Promise<Running> {
  const name = newName(service.name, "server");
  const dispose = () => remove(name);
  const own = ["--name", name, "--label", label];
  const started =
    "flags" in manner
      ? await docker(["run", "--detach", ...own, ...manner.flags, manner.image ?? imageOf(service.name)])
      : // The same line, but for ports of this machine that another container may hold.
        await runProgram(
          "sh",
          [
            "-c",
            manner.line
              .replace("docker run", `docker run ${own.join(" ")}`)
              .replaceAll(/(--publish 127\.0\.0\.1:)\d+:/g, "$1:"),
          ],
          { cwd: manner.folder },
        );
  if (started.code !== 0) {
    await dispose();
    throw new Error(`was not started: ${started.stderr.trim().slice(-500)}`);
  }
  const where = async (): Promise<Asked> => {
    const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    return { container: name, host: await dockerText(["inspect", "--format", format, name]), clients };
  };
  const answers = async () => {
    const at = await where();
    if (at.host === "") return [`is not running: ${await lastWords(name)}`];
    const problems: string[] = [];
    for (const probe of service.probes) problems.push(...[await ask(probe, at)].filter((one) => one !== undefined));
    return problems;
  };
  const ready = async () => {
    const end = performance.now() + readyMs;
    for (;;) {
      const problems = await answers();
      if (problems.length === 0) return undefined;
      if (performance.now() > end || problems[0]?.startsWith("is not running") === true) return problems[0];
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  return { name, where, ready, answers, [Symbol.asyncDispose]: dispose };
}

export async function reload(service: NamedService, running: Running): Promise<string[]> {
  if (service.reload === undefined) return [];
  const args =
    "signal" in service.reload
      ? ["kill", "--signal", service.reload.signal, running.name]
      : ["exec", running.name, "sh", "-c", service.reload.inside];
  const problems = ended("reload", await docker(args));
  // New processes take over after the old ones said that they would.
  await new Promise((resolve) => setTimeout(resolve, reloadMs));
  return problems;
}

export async function periodic(service: NamedService, running: Running): Promise<string[]> {
  if (service.periodic === undefined) return [];
  return ended("periodic work", await docker(["exec", running.name, "sh", "-c", service.periodic]));
}

function ended(what: string, { code, stdout, stderr }: Awaited<ReturnType<typeof docker>>): string[] {
  return code === 0 ? [] : [`${what} ended with ${code ?? "no end"}: ${(stderr || stdout).trim().slice(-300)}`];
}

export interface Life {
  readonly problems: readonly string[];
  readonly identities: Identities;
  /** When ready, and when ready again after the restart. */
  readonly files: readonly Files[];
  readonly exitCode: number | undefined;
}

export interface Control extends ControlIdentities {
  /** When ready, and when ready again after the restart. */
  readonly files: readonly ControlFiles[];
  readonly exitCode: number | undefined;
}

/** @throws Error when the unrestricted original has problems. */
export async function openControl(service: NamedService, clients: string): Promise<Control> {
  const lives: Life[] = [];
  for (const which of ["does not work as it is", "fails by chance"]) {
    const life = await live(service, unrestricted, clients);
    if (life.problems.length > 0) throw new Error(`${service.name} ${which}: ${life.problems.join("; ")}`);
    lives.push(life);
  }
  const all = lives.flatMap(({ identities }) => [...identities]);
  const ever = new Map(all.map(([identity]) => [identity, all.some(([other, holds]) => other === identity && holds)]));
  const always = new Map([...ever].filter(([one]) => lives.every(({ identities }) => identities.has(one))));
  const files = [0, 1].map((at) => controlFiles(lives.map((life) => life.files[at] ?? new Map())));
  return { always, ever, files, exitCode: lives[0]?.exitCode };
}

/** One container from its start over all probes, a reload, its periodic work, a stop and a second start; problems are those of the first step that had any. */
export async function live(service: NamedService, manner: Manner, clients: string): Promise<Life> {
  let identities: Identities = new Map();
  const files: Files[] = [];
  let exitCode: number | undefined;
  const run = async (): Promise<readonly string[]> => {
    await using running = await start(service, manner, clients);
    const steps: readonly (() => Promise<readonly string[]>)[] = [
      async () => defined(await running.ready()),
      async () => {
        identities = await steadyIdentities(running.name);
        files.push(await filesOf(running.name));
        return [];
      },
      () => periodic(service, running),
      () => reload(service, running),
      async () => defined(await running.ready()),
      async () => {
        await dockerText(["stop", running.name]);
        exitCode = Number(await dockerText(["inspect", "--format", "{{.State.ExitCode}}", running.name]));
        return ended("start again", await docker(["start", running.name]));
      },
      async () => defined(await running.ready()),
      async () => {
        files.push(await filesOf(running.name));
        return [];
      },
    ];
    for (const step of steps) {
      const problems = await step();
      if (problems.length > 0) return problems;
    }
    return [];
  };
  const problems = await run().catch((error: unknown) => [String(error)]);
  return { problems, identities, files, exitCode };
}

/** What is wrong under this manner beside `control`; ids and files are not compared where the user is another on purpose. */
export async function judge(
  service: NamedService,
  manner: Manner,
  clients: string,
  control: Control,
  { otherUser = false } = {},
): Promise<readonly string[]> {
  const once = async () => {
    const life = await live(service, manner, clients);
    if (life.problems.length > 0) return life.problems;
    if (life.exitCode !== control.exitCode)
      return [`stopped with ${life.exitCode}, the control with ${control.exitCode}`];
    if (otherUser) return [];
    const unlike = control.files.flatMap((before, at) =>
      // What a tmpfs held is gone after the restart, as the report of a profile says.
      filesUnlike(before, life.files[at] ?? new Map(), { missing: at === 0 }),
    );
    return [...worseThan(control, life.identities), ...unlike];
  };
  const first = await once();
  if (first.length === 0) return [];
  // A failure counts when it comes again.
  return once();
}

function defined(problem: string | undefined): string[] {
  return problem === undefined ? [] : [problem];
}

async function lastWords(name: string): Promise<string> {
  const { stdout, stderr } = await docker(["logs", "--tail", "3", name]);
  return `${stdout}${stderr}`.trim().slice(-300);
}

function newName(service: string, what: string): string {
  return `hullproof-services-${service}-${what}-${randomBytes(3).toString("hex")}`;
}

async function remove(name: string): Promise<void> {
  await docker(["rm", "--force", "--volumes", name]);
}
