import { createHash } from "node:crypto";
import { isImageName } from "../domain/image/image-name.ts";
import type { ResolvedPath, Reach, ReachItem } from "../domain/workload/reach.ts";
import { decide, covers, noConsent, permitForNothing, type Permit } from "./decide.ts";
import { folderItem } from "./folder-item.ts";
import { fetchItem, nearFetches } from "./fetched-sources.ts";
import { foreignFrontEnds } from "./front-end.ts";

/** A build as it is about to be handed to the engine. */
export interface BuildSpec {
  /** Undefined: an empty folder of the run's. */
  readonly context?: { readonly from: string; readonly located: ResolvedPath | undefined };
  readonly dockerfile: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly contexts?: Readonly<Record<string, string>>;
  readonly target?: string;
}

/**
 * All that a build reaches: its context and its words, which the permit is bound to, and what needs consent: a front end that is not
 * docker/dockerfile, addresses of this machine and its network that ADD fetches from, arguments that BuildKit itself obeys, contexts that are no images. Secrets, ssh agents and entitlements can't be
 * asked for: a build is never given any.
 */
export function buildReach({ context, dockerfile, buildArgs = {}, contexts = {}, target = "" }: BuildSpec): Reach {
  return [
    ...(context === undefined ? [] : [folderItem({ ...context, at: "the build, as its context", use: "read" })]),
    own("dockerfile", sha256(dockerfile)),
    own("settings", JSON.stringify([Object.entries(buildArgs).toSorted(byName), target])),
    ...foreignFrontEnds(dockerfile).map(frontEndItem),
    ...nearFetches(dockerfile).map(fetchItem),
    ...Object.entries(buildArgs).flatMap(argumentReach),
    ...Object.entries(contexts).flatMap(contextReach),
  ];
}

/**
 * Leave for one build among many of a project: what `agreed` covers was agreed to, `place` is the project's own context, and what the build
 * has of its own needs no one's consent but the engine client's look. Throws `not-allowed` for anything else.
 */
export function permitForBuild(
  spec: BuildSpec,
  { agreed = permitForNothing(), place }: { readonly agreed?: Permit; readonly place?: ResolvedPath | undefined } = {},
): Permit {
  const { context } = spec;
  // What is not there can't be sent, and is reported by whoever looks for it.
  const isPlace = ({ kind }: ReachItem) =>
    kind === "folder" &&
    (context?.located === undefined ||
      (place?.device === context.located.device && place.inode === context.located.inode));
  const reach = buildReach(spec).map((item): ReachItem =>
    covers(agreed, item) || isPlace(item) ? { ...item, own: true } : item,
  );
  return decide(reach, noConsent);
}

function own(value: string, exactly: string): ReachItem {
  return { kind: "build", value, exactly: `${value} ${exactly}`, what: "what is built", own: true };
}

function frontEndItem(image: string): ReachItem {
  return {
    kind: "build",
    value: `syntax=${image}`,
    what: "has the Dockerfile read and carried out by this image in place of docker/dockerfile",
  };
}

/** BuildKit's own arguments change how a build works: other front ends, `.git` in the context, other caches, other rules for names. */
function argumentReach([name, value]: readonly [string, string]): Reach {
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

function contextReach([name, value]: readonly [string, string]): Reach {
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
