import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { join } from "node:path";
import { type Endured, endure, tooMany } from "./endure.ts";
import { ensureImages } from "./images.ts";
import { type Attempt, learn, type Learned, runLearn } from "./learned.ts";
import type { NamedService } from "./service.ts";
import { openClients, openControl } from "./trial.ts";
import { bruteForce, type Truth } from "./truth.ts";

/** All that was measured of one service; what is missing was not measured. */
export interface Result {
  readonly service: string;
  /** Digest of the image that all of it is about. */
  readonly image: string;
  readonly date: string;
  readonly learned?: Learned;
  /** The same learn by other sources, such as those of an earlier commit. */
  readonly before?: Attempt;
  readonly truth?: Truth;
  readonly endured?: Endured;
  /** Capabilities of the emitted line without which it does all the same. */
  readonly tooMany?: readonly string[];
  /** Of the machine, when the last part began. */
  readonly loadAverage?: number;
  /** Why a part is missing. */
  readonly trouble?: string;
}

export interface MeasureOptions {
  readonly root: string;
  readonly results: string;
  /** Keep what an earlier call measured of the same image. */
  readonly resume: boolean;
  /** Ends after the learn: for times on a quiet machine. */
  readonly learnOnly?: boolean;
  /** Sources to learn with as well. */
  readonly before?: string;
  readonly say: (text: string) => void;
}

/** Measures what is missing, and writes the file after each part, so that a call that was ended goes on with `resume`. */
export async function measure(service: NamedService, options: MeasureOptions): Promise<Result> {
  const { root, results, resume, before, learnOnly, say } = options;
  const folder = join(results, service.name);
  const file = `${folder}.json`;
  await mkdir(folder, { recursive: true });
  const image = await ensureImages(service, say);
  const kept = resume ? await readResult(file) : undefined;
  let result: Result =
    kept?.image === image ? withoutTrouble(kept) : { service: service.name, image, date: new Date().toISOString() };
  const add = async (part: Partial<Result>) => {
    result = { ...result, ...part, loadAverage: loadavg()[0] ?? 0 };
    await writeFile(file, `${JSON.stringify(result, undefined, 2)}\n`);
  };
  try {
    if (before !== undefined && result.before === undefined) {
      const { trials, seconds, loadAverage } = await runLearn(service, before, join(folder, "before"), say);
      await add({ before: { trials, seconds, loadAverage } });
    }
    if (result.learned === undefined) await add({ learned: await learn(service, root, folder, say) });
    if (learnOnly === true) return result;
    const { learned } = result;
    // Nothing to ask where brute force needs each of them.
    const needed = result.truth?.capabilities;
    if (needed !== undefined && learned?.capabilities.every((name) => needed.includes(name)) === true)
      await add({ tooMany: [] });
    if (learned === undefined || (result.truth && result.endured && result.tooMany)) return result;
    await using clients = await openClients(service);
    const control = await openControl(service, clients.name);
    const truth = result.truth ?? (await bruteForce(service, clients.name, control, say));
    if (result.truth === undefined) await add({ truth });
    if (result.tooMany === undefined)
      await add({ tooMany: await tooMany(service, learned, truth.capabilities, clients.name, control) });
    if (result.endured === undefined)
      await add({ endured: await endure(service, learned, clients.name, control, say) });
  } catch (error) {
    await add({ trouble: error instanceof Error ? error.message : String(error) });
  }
  return result;
}

export async function readResult(file: string): Promise<Result | undefined> {
  return existsSync(file) ? (JSON.parse(await readFile(file, "utf8")) as Result) : undefined;
}

function withoutTrouble(result: Result): Result {
  return Object.fromEntries(Object.entries(result).filter(([name]) => name !== "trouble")) as unknown as Result;
}
