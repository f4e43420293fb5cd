import { mkdirSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Ended, runProgram, type RunOptions } from "../../run-program.ts";
import type { Homes } from "./homes.ts";
import { loadImages } from "./images.ts";
import type { Lab } from "./lab.ts";
import type { NamedRow, OpenEngine } from "./row.ts";

/** An engine that is looked at, as the columns see it. */
export interface At {
  readonly row: NamedRow;
  readonly engine: OpenEngine;
  readonly lab: Lab;
  /** Profiles of the machine's own engine. */
  readonly homes: Homes;
  /** How often each of them must pass. */
  readonly runs: number;
  /** How many times longer than this machine it may take. */
  readonly slower: number;
  /** Temporary folder of hullproof here. */
  readonly temporary: string;
  /** A folder of its own, reached under this path by hullproof and by the engine. */
  folder(name: string): Promise<string>;
  /** Gives a path to whoever hullproof runs as. */
  own(path: string): Promise<void>;
  /** hullproof as a person beside this engine would call it: the bundle where it is current, else the sources. */
  hullproof(args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** Any other program, in the same place. */
  run(program: string, args: readonly string[], options?: RunOptions): Promise<Ended>;
  /** This machine's own client at that engine: for what is not judged. @throws Error with what it said. */
  docker(args: readonly string[], options?: RunOptions): Promise<string>;
  /** Has the engine load what it lacks of these images of the machine's own engine. */
  load(images: readonly string[]): Promise<void>;
  /** What several columns look at is done once. */
  once<T>(what: string, make: () => Promise<T>): Promise<T>;
}

/** A learn or a harden on two busy cores. */
const longestMs = 6 * 60_000;

export function atEngine(lab: Lab, row: NamedRow, engine: OpenEngine, { homes, runs }: Pick<At, "homes" | "runs">): At {
  const place = placeOf(lab, row.name);
  const made = new Map<string, Promise<unknown>>();
  const { enter = [], client = [], slower = 1 } = engine;
  const program = engine.hullproof ?? [process.execPath, join(lab.root, "bin/hullproof.js")];
  // Names its runs, so that those of others on the same machine are not taken for them.
  const temporary = join(place, "tmp");
  mkdirSync(temporary, { recursive: true });
  const own = { HULLPROOF_CACHE: join(place, "cache"), TMPDIR: temporary };
  const env = { ...lab.env, ...hostOf(engine), ...engine.env, ...own };
  const runIn = (words: readonly string[], more: RunOptions & { env: Readonly<NodeJS.ProcessEnv> }): Promise<Ended> => {
    const [first = "", ...args] = words;
    return runProgram(first, args, { signal: lab.signal, ...more, timeoutMs: (more.timeoutMs ?? 60_000) * slower });
  };
  const at: At = {
    row,
    engine,
    lab,
    homes,
    runs,
    slower,
    temporary,
    async folder(name) {
      const folder = join(place, name);
      await mkdir(folder, { recursive: true });
      await at.own(place);
      return folder;
    },
    async own(path) {
      if (engine.uid !== undefined) await runProgram("chown", ["-R", String(engine.uid), path]);
    },
    async hullproof(args, options = {}) {
      const { cwd = await at.folder("here") } = options;
      return runIn([...enter, ...inFolder(cwd), ...program, ...args], { timeoutMs: longestMs, ...options, cwd, env });
    },
    async run(name, args, options = {}) {
      const { cwd = await at.folder("here") } = options;
      return runIn([...enter, ...inFolder(cwd), name, ...args], { ...options, cwd, env });
    },
    async docker(args, options = {}) {
      const here = { ...lab.env, ...hostOf(engine) };
      const { code, stdout, stderr } = await runIn([...client, "docker", ...args], { ...options, env: here });
      if (code !== 0) throw new Error(`docker ${args.join(" ").slice(0, 100)}: ${stderr.trim().slice(-300)}`);
      return stdout.trim();
    },
    load: (images) => loadImages(at, images),
    once<T>(what: string, make: () => Promise<T>): Promise<T> {
      const found = made.get(what) ?? make();
      made.set(what, found);
      return found as Promise<T>;
    },
  };
  return at;
}

/** The folder of a row, which it shares with wherever hullproof runs. */
export function placeOf({ folder }: Lab, row: string): string {
  return join(folder, `at-${row}`);
}

/** Its own client says what docker's cannot say to it. */
export function isPodman({ row }: Pick<At, "row">): boolean {
  return row.name.startsWith("podman");
}

function hostOf({ host }: OpenEngine): NodeJS.ProcessEnv {
  return host === undefined ? {} : { DOCKER_HOST: host };
}

/** Entering other mounts loses the current folder. */
function inFolder(folder: string): readonly string[] {
  return ["sh", "-c", 'cd "$0" && exec "$@"', folder];
}
