import { ownValue } from "../../domain/own-value.ts";
import { dirname, resolve } from "node:path";
import { ownLists, type Permit } from "../../consent/decide.ts";
import { folderItem } from "../../consent/folder-item.ts";
import { relativeTo, shortName, within } from "../../consent/paths.ts";
import { workloadReach, type Asker } from "../../consent/workload-reach.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Reach } from "../../domain/workload/reach.ts";
import type { DeclaredWorkload, Workload } from "../../domain/workload/workload.ts";
import { completeWorkload } from "../../proof/workload/image-workload.ts";
import type { WorkloadRequest } from "../../proof/workload/workload-request.ts";
import type { Run } from "../../sources/engine/types.ts";
import { locate } from "../../sources/files/locate.ts";
import { shellFolder } from "../../sources/files/shell-folder.ts";
import { agree, askerIn, placesOf } from "../agree/agree.ts";
import type { Context } from "../context.ts";
import { declaredByFlags } from "./declared-by-flags.ts";
import { summaryOf } from "../prove/summary-of.ts";

/** What files and flags declare of a workload, and leave to do what it reaches. */
export interface Declared {
  /** `firstPort` is that of the image. */
  readonly workload: (firstPort: number | undefined) => Partial<Workload>;
  readonly permit: Permit;
}

/** A workload for an image, and leave to run it. */
export interface Permitted {
  readonly workload: Workload;
  readonly permit: Permit;
}

/**
 * What was declared on the command line, then in `hullproof.yaml`, then in a Compose file; before an engine is asked anything. `beside` is
 * what else is about to be reached. Throws `not-allowed`, which lists all of it, where it reaches beyond containers and no one agreed.
 */
export async function declareWorkload(config: Config, context: Context, beside: Reach = []): Promise<Declared> {
  const { cwd, workloadFlags = {}, env = {} } = context;
  const flags = (firstPort: number | undefined) => declaredByFlags(workloadFlags, firstPort, env);
  // The port decides nothing about what is reached.
  const { compose: named, ...typed } = flags(80);
  const { compose, ...written } = config.workload ?? {};
  const file = await askerIn(config.file === undefined ? cwd : dirname(config.file), cwd);
  const reach = [
    ...beside,
    ...workloadReach(written, file, await placesOf(written, cwd)),
    ...workloadReach(typed, { ...file, folder: file.cwd, typed: true }, await placesOf(typed, cwd)),
  ];
  const read = await composed(named ?? compose, { asker: named === undefined ? file : undefined, reach }, context);
  const permit = await agree([...reach, ...read.reach, ownLists], context);
  const under = mergeWorkloads(read.workload, { ...written, ...hiddenArguments(config) });
  return {
    permit,
    workload: (firstPort) => {
      const { compose: _, ...over } = flags(firstPort);
      return mergeWorkloads(under, over);
    },
  };
}

/** The container may print what its image was built with. */
export function hiddenArguments({ build: { args } }: Config): Pick<Workload, "hidden"> {
  return Object.keys(args).length > 0 ? { hidden: args } : {};
}

/** The image tells what was not declared. */
export async function workloadFor(
  run: Run,
  image: string,
  { workload: declared, permit }: Declared,
  context: Context,
  options: Pick<WorkloadRequest, "mustWork"> = {},
): Promise<Permitted> {
  const imageSummary = await summaryOf(run, image);
  const request = { image, imageSummary, declared: declared(imageSummary.exposedPorts[0]), permit, ...options };
  return { workload: await completeWorkload(run, { ...request, progress: context.progress }), permit };
}

/** What `over` says wins; variables, grants and volumes of other paths are added. */
export function mergeWorkloads(under: Partial<Workload>, over: Partial<Workload>): Partial<Workload> {
  const paths = new Set(over.volumes?.map(({ path }) => path));
  const volumes = [...(under.volumes ?? []).filter(({ path }) => !paths.has(path)), ...(over.volumes ?? [])];
  return {
    ...under,
    ...over,
    ...(under.env && { env: { ...under.env, ...over.env } }),
    ...(under.hidden && { hidden: { ...under.hidden, ...over.hidden } }),
    // The command line says how many, the file how long and which steps cannot be done at once.
    ...(under.load && over.load && { load: { ...under.load, clients: over.load.clients } }),
    ...(under.grants && { grants: { ...under.grants, ...over.grants } }),
    ...(volumes.length > 0 && { volumes }),
  };
}

/**
 * What a Compose file says of the container and of those beside it; what it says in vain is reported. A file that another one names must
 * lie beneath that one, or be agreed to before it is read.
 */
async function composed(
  asked: DeclaredWorkload["compose"],
  { asker, reach }: { readonly asker: Asker | undefined; readonly reach: Reach },
  context: Context,
): Promise<{ readonly workload: Partial<Workload>; readonly reach: Reach }> {
  if (asked === undefined) return { workload: {}, reach: [] };
  const path = resolve(context.cwd, asked.file);
  if (asker !== undefined) await mayBeRead(path, asker, reach, context);
  const { readComposeWorkload } = await import("../../sources/compose/read-compose-workload.ts");
  const { searchTargets } = await import("../check/targets.ts");
  const { cwd, consent: { allowed = [] } = {} } = context;
  const [found] = (await searchTargets([asked.file], cwd)).found;
  const layers = found?.kind === "compose" ? (found.layers ?? []) : [];
  const env = allowedVariables(context);
  const { service } = asked;
  const files = [asked.file, ...layers];
  const read = await readComposeWorkload({
    files,
    cwd,
    called: shellFolder(cwd, context.env?.["PWD"]),
    service,
    env,
    home: context.env?.["HOME"],
    allowed,
  });
  const { workload, notes } = read;
  for (const note of notes) context.progress({ stage: "compose", message: note, done: true });
  const own = await askerIn(dirname(path), context.cwd);
  const reached = workloadReach(workload, own, await placesOf(workload, context.cwd));
  return { workload, reach: [...read.reach, ...reached] };
}

async function mayBeRead(path: string, asker: Asker, reach: Reach, context: Context): Promise<void> {
  const located = await locate(path);
  const real = located?.path ?? path;
  if (within(asker.folder, real)) return;
  const named = { value: shortName(asker.folder, real), aliases: [relativeTo(asker.folder, real), real] };
  await agree(
    [...reach, folderItem({ from: path, at: "the Compose file to be read", located, use: "read", named })],
    context,
  );
}

/** A file of a repository names the variables that it would hand to its containers: only those that the person named are given. */
export function allowedVariables({ env = {}, consent }: Context): Record<string, string | undefined> {
  const names = (consent?.allowed ?? []).flatMap((one) => (one.startsWith("env:") ? [one.slice("env:".length)] : []));
  return Object.fromEntries(names.map((name) => [name, ownValue(env, name)]));
}
