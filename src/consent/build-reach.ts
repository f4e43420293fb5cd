import { createHash } from "node:crypto";
import { isImageName } from "../domain/image/image-name.ts";
import type { ResolvedPath, HostAccess, ReachItem } from "../domain/workload/host-access.ts";
import { decide, covers, noConsent, permitForNothing, type Permit } from "./decide.ts";
import { folderItem } from "./folder-item.ts";
import { fetchItem, nearFetches } from "./fetched-sources.ts";
import { foreignFrontEnds } from "./front-end.ts";

/** A build as it will be sent to the engine. */
export interface BuildSpec {
  /** Undefined: an empty folder of the run's. */
  readonly context?: { readonly from: string; readonly located: ResolvedPath | undefined };
  readonly dockerfile: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly contexts?: Readonly<Record<string, string>>;
  readonly target?: string;
}

/**
 * All host access of a build: its context and its words, which the permit is bound to, and the items that need
 * consent: a front end other than docker/dockerfile, addresses of this machine and its network that ADD fetches from,
 * arguments that BuildKit itself obeys, and contexts that are not images. Secrets, ssh agents and entitlements cannot
 * be requested: a build never gets any.
 */
export function buildReach({ context, dockerfile, buildArgs = {}, contexts = {}, target = "" }: BuildSpec): HostAccess {
  return [
    ...(context === undefined ? [] : [folderItem({ ...context, at: "the build, as its context", use: "read" })]),
    ownBuildItem("dockerfile", sha256(dockerfile)),
    ownBuildItem("settings", JSON.stringify([Object.entries(buildArgs).toSorted(byName), target])),
    ...foreignFrontEnds(dockerfile).map(frontEndItem),
    ...nearFetches(dockerfile).map(fetchItem),
    ...Object.entries(buildArgs).flatMap(argumentReach),
    ...Object.entries(contexts).flatMap(contextReach),
  ];
}

/**
 * The permit of one build of a project: the user agreed to the items of `agreed`, and `place` is the project's own
 * context. The build's own items need no consent, only the check of the engine client. Throws `not-allowed` for
 * anything else.
 */
export function permitForBuild(
  spec: BuildSpec,
  { agreed = permitForNothing(), place }: { readonly agreed?: Permit; readonly place?: ResolvedPath | undefined } = {},
): Permit {
  const { context } = spec;
  // A missing file cannot be sent; the code that reads it reports it.
  const isPlace = ({ kind }: ReachItem) =>
    kind === "folder" &&
    (context?.located === undefined ||
      (place?.device === context.located.device && place.inode === context.located.inode));
  const reach = buildReach(spec).map((item): ReachItem =>
    covers(agreed, item) || isPlace(item) ? { ...item, own: true } : item,
  );
  return decide(reach, noConsent);
}

function ownBuildItem(value: string, exactly: string): ReachItem {
  return { kind: "build", value, exactly: `${value} ${exactly}`, what: "what is built", own: true };
}

function frontEndItem(image: string): ReachItem {
  return {
    kind: "build",
    value: `syntax=${image}`,
    what: "has the Dockerfile read and carried out by this image in place of docker/dockerfile",
  };
}

/** BuildKit's own arguments change how a build works: other front ends, `.git` in the context, other caches, other name rules. */
function argumentReach([name, value]: readonly [string, string]): HostAccess {
  if (/^[A-Za-z_][A-Za-z0-9_.-]*$/u.test(name) && !/^BUILD(?:KIT|X)_/iu.test(name)) return [];
  return [
    {
      kind: "build",
      value: `arg:${name}`,
      what: `sets the argument ${name} to ${value}, which the builder itself obeys`,
      exactly: `arg ${name}=${value}`,
    },
  ];
}

function contextReach([name, value]: readonly [string, string]): HostAccess {
  const image = /^docker-image:\/\/(.+)$/su.exec(value)?.[1];
  const frontEnd = /(?:^|\/)docker\/dockerfile(?:[:@]|$)/u.test(name);
  if (image !== undefined && isImageName(image) && isImageName(name) && !frontEnd) return [];
  return [
    {
      kind: "build",
      value: `context:${name}`,
      what: `takes ${value} for ${name}`,
      exactly: `context ${name}=${value}`,
    },
  ];
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
