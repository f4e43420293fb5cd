import { dirname, resolve } from "node:path";
import { ownLists, type Permit } from "../../consent/decide.ts";
import { folderItem } from "../../consent/folder-item.ts";
import { relativeTo, shortName, within } from "../../consent/paths.ts";
import { workloadReach, type Asker } from "../../consent/workload-reach.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { HostAccess } from "../../domain/workload/host-access.ts";
import type { DeclaredWorkload } from "../../domain/workload/declared-workload.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { completeWorkload } from "../../proof/workload/image-workload.ts";
import type { WorkloadRequest } from "../../proof/workload/workload-request.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { locate } from "../../sources/files/locate.ts";
import { shellFolder } from "../../sources/files/shell-folder.ts";
import { requestConsent, askerIn, placesOf } from "../consent/request-consent.ts";
import type { Context } from "../context.ts";
import { allowedVariables, allowsInternet } from "./allowed-variables.ts";
import { withCallerValues } from "./caller-values.ts";
import { declaredByFlags } from "./declared-by-flags.ts";
import { summaryOf } from "./summary-of.ts";

/** The workload from files and flags, with a permit for its host access. */
export interface WorkloadDeclaration {
  /** `firstPort` is the image's. */
  readonly workload: (firstPort: number | undefined) => Partial<Workload>;
  readonly permit: Permit;
}

/** A complete workload for an image, with its permit. */
export interface Permitted {
  readonly workload: Workload;
  readonly permit: Permit;
}

/**
 * The workload from the command line, then `hullproof.yaml`, then a Compose file, before an engine is contacted. `otherReach` is
 * further planned host access. Throws `not-allowed`, which lists everything, for host access without consent.
 */
export async function declareWorkload(
  config: Config,
  context: Context,
  otherReach: HostAccess = [],
): Promise<WorkloadDeclaration> {
  const { cwd, workloadFlags = {}, env = {} } = context;
  const flags = (firstPort: number | undefined) => declaredByFlags(workloadFlags, firstPort, env);
  // The port does not affect host access.
  const { compose: flagCompose, ...typed } = flags(80);
  const { compose, ...inFile } = config.workload ?? {};
  const callerValues = withCallerValues(withInternet(inFile, context), context);
  const fileWorkload = callerValues.workload;
  const file = await askerIn(config.file === undefined ? cwd : dirname(config.file), cwd);
  const reach = [
    ...otherReach,
    ...callerValues.reach,
    ...workloadReach(fileWorkload, file, await placesOf(fileWorkload, cwd)),
    ...workloadReach(typed, { ...file, folder: file.cwd, typed: true }, await placesOf(typed, cwd)),
  ];
  const read = await readComposeSettings(
    flagCompose ?? compose,
    { asker: flagCompose === undefined ? file : undefined, reach },
    context,
  );
  const permit = await requestConsent([...reach, ...read.reach, ownLists], context);
  callerValues.check();
  const under = mergeWorkloads(read.workload, { ...fileWorkload, ...hiddenArguments(config) });
  return {
    permit,
    workload: (firstPort) => {
      const { compose: _, ...over } = flags(firstPort);
      return mergeWorkloads(under, over);
    },
  };
}

/** What `--allow-host=internet:trials` lifts. */
export function withInternet<T extends Pick<Workload, "internet">>(
  workload: T,
  context: Context,
): T | Omit<T, "internet"> {
  const { internet: _, ...rest } = workload;
  return allowsInternet(context) ? rest : workload;
}

/** The container may print values from its image's build. */
export function hiddenArguments({ build: { args } }: Config): Pick<Workload, "hidden"> {
  return Object.keys(args).length > 0 ? { hidden: args } : {};
}

/** Completes the workload from the image. */
export async function workloadFor(
  session: EngineSession,
  image: string,
  { workload: declaredWorkload, permit }: WorkloadDeclaration,
  context: Context,
  options: Pick<WorkloadRequest, "mustWork"> = {},
): Promise<Permitted> {
  const imageSummary = await summaryOf(session, image);
  const request = { image, imageSummary, declared: declaredWorkload(imageSummary.exposedPorts[0]), permit, ...options };
  return { workload: await completeWorkload(session, { ...request, progress: context.progress }), permit };
}

/** Values of `over` win; variables, grants and volumes of other paths are added. */
export function mergeWorkloads(under: Partial<Workload>, over: Partial<Workload>): Partial<Workload> {
  const paths = new Set(over.volumes?.map(({ path }) => path));
  const volumes = [...(under.volumes ?? []).filter(({ path }) => !paths.has(path)), ...(over.volumes ?? [])];
  return {
    ...under,
    ...over,
    ...(under.env && { env: { ...under.env, ...over.env } }),
    ...(under.variables && { variables: { ...under.variables, ...over.variables } }),
    ...(under.hidden && { hidden: { ...under.hidden, ...over.hidden } }),
    // The command line sets the number of clients, the file the duration and the sequential steps.
    ...(under.load && over.load && { load: { ...under.load, clients: over.load.clients } }),
    ...(under.grants && { grants: { ...under.grants, ...over.grants } }),
    ...(volumes.length > 0 && { volumes }),
  };
}

/**
 * The workload of a Compose file for the container and its companions; settings without effect are reported. A Compose file that
 * a configuration names must be under its folder, or needs consent before it is read.
 */
async function readComposeSettings(
  composeSettings: DeclaredWorkload["compose"],
  { asker, reach }: { readonly asker: Asker | undefined; readonly reach: HostAccess },
  context: Context,
): Promise<{ readonly workload: Partial<Workload>; readonly reach: HostAccess }> {
  if (composeSettings === undefined) return { workload: {}, reach: [] };
  const path = resolve(context.cwd, composeSettings.file);
  if (asker !== undefined) await requestReading(path, asker, reach, context);
  const { readComposeWorkload } = await import("../../sources/compose/read-compose-workload.ts");
  const { searchTargets } = await import("../targets/targets.ts");
  const { cwd, consent: { allowed = [] } = {} } = context;
  const [target] = (await searchTargets([composeSettings.file], cwd)).found;
  const layers = target?.kind === "compose" ? (target.layers ?? []) : [];
  const env = allowedVariables(context);
  const { service } = composeSettings;
  const files = [composeSettings.file, ...layers];
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
  const composeAsker = await askerIn(dirname(path), context.cwd);
  const reached = workloadReach(workload, composeAsker, await placesOf(workload, context.cwd));
  return { workload, reach: [...read.reach, ...reached] };
}

async function requestReading(path: string, asker: Asker, reach: HostAccess, context: Context): Promise<void> {
  const located = await locate(path);
  const real = located?.path ?? path;
  if (within(asker.folder, real)) return;
  const displayNames = { value: shortName(asker.folder, real), aliases: [relativeTo(asker.folder, real), real] };
  await requestConsent(
    [
      ...reach,
      folderItem({ from: path, at: "the Compose file to be read", located, use: "read", named: displayNames }),
    ],
    context,
  );
}
