import {
  isNotRead,
  type FilePermissions,
  type LifePermissions,
  type NotRead,
} from "../../../domain/workload/file-permissions.ts";
import { parseAccess } from "./access.ts";
import { compareAccess, type AccessLeniency } from "./compare-access.ts";
import { lineShape } from "../shape.ts";

/** What two runs of the original agree on, at one moment. */
export interface ReferencePermissions {
  readonly byPath: ReadonlyMap<string, string>;
  /** For varying names: all access rights that files of one shape had in both. */
  readonly byShape: ReadonlyMap<string, ReadonlySet<string>>;
  /** For random names, such as those of mkstemp(3) and mkdtemp(3): any access of such files in both. */
  readonly byForm: ReadonlyMap<string, ReadonlySet<string>>;
  readonly extended: FilePermissions["extended"];
}

/** File access of one life. */
export interface LifeReferencePermissions {
  readonly ready?: ReferencePermissions | NotRead;
  readonly end: ReferencePermissions | NotRead;
}

const notRecorded: NotRead = { reason: "they were not recorded" };
const maxNamed = 3;

export function learnPermissions(a: LifePermissions = {}, b: LifePermissions = {}): LifeReferencePermissions {
  const ready = (a.ready ?? b.ready) && learnMoment(a.ready, b.ready);
  return { ...(ready && { ready }), end: learnMoment(a.end, b.end) };
}

function learnMoment(
  a: FilePermissions | NotRead = notRecorded,
  b: FilePermissions | NotRead = notRecorded,
): ReferencePermissions | NotRead {
  if (isNotRead(a)) return a;
  if (isNotRead(b)) return b;
  const [first, second] = [pathsOf(a), pathsOf(b)];
  const byPath = new Map([...first].filter(([path, access]) => second.get(path) === access));
  const formsIn = (paths: ReadonlyMap<string, string>, otherPaths: ReadonlyMap<string, string>) =>
    accessBy(paths, (path) => (otherPaths.has(path) ? undefined : formOf(path, byPath)));
  return {
    byPath,
    byShape: equalSets(accessBy(first, shapeOf), accessBy(second, shapeOf)),
    byForm: equalSets(formsIn(first, second), formsIn(second, first)),
    extended: bothExtended(a.extended, b.extended),
  };
}

function equalSets(
  sets: ReadonlyMap<string, ReadonlySet<string>>,
  otherSets: ReadonlyMap<string, ReadonlySet<string>>,
): ReadonlyMap<string, ReadonlySet<string>> {
  return new Map([...sets].filter(([key, all]) => otherSets.get(key)?.symmetricDifference(all).size === 0));
}

function bothExtended(a: FilePermissions["extended"], b: FilePermissions["extended"]): FilePermissions["extended"] {
  return isNotRead(a) ? a : isNotRead(b) || b === "some" ? b : a;
}

/**
 * Files of a life that are open or closed to others differently than in the original, by name. A file at a path that
 * both originals had is compared with that one, any other with those of its shape, else of its form. Right after the
 * start, the original may still change a file: its final state is accepted as well.
 */
export function comparePermissions(
  { ready, end }: LifeReferencePermissions = { end: notRecorded },
  trial: LifePermissions = {},
  leniency: AccessLeniency = {},
): string[] {
  const differences = new Map([
    ...compareMoment([ready, end], trial.ready, leniency),
    // For equal paths the later one counts.
    ...compareMoment([end], trial.end, leniency),
  ]);
  const descriptions = [...differences].map(([path, difference]) => `${path}: ${difference}`);
  const omittedCount = descriptions.length - maxNamed;
  return omittedCount > 0
    ? [...descriptions.slice(0, maxNamed), `${omittedCount} more files with another owner or mode`]
    : descriptions;
}

function compareMoment(
  moments: readonly (ReferencePermissions | NotRead | undefined)[],
  actual: FilePermissions | NotRead | undefined,
  leniency: AccessLeniency,
): Map<string, string> {
  const differenceByPath = new Map<string, string>();
  const references = moments.filter((moment) => moment !== undefined && !isNotRead(moment)) as ReferencePermissions[];
  const [reference] = references;
  if (reference === undefined || reference !== moments[0] || actual === undefined || isNotRead(actual))
    return differenceByPath;
  const plain = isNotRead(actual.extended) || references.some(({ extended }) => isNotRead(extended));
  const read = (text: string) => ({ ...parseAccess(text), ...(plain && { acl: "", capabilities: "" }) });
  for (const [path, access] of pathsOf(actual)) {
    if (expectedAt(reference, path).length === 0) continue;
    const expectedAccess = references.flatMap((one) => expectedAt(one, path));
    const differences = expectedAccess.map((one) => compareAccess(read(access), read(one), leniency));
    const [difference] = differences;
    if (difference !== undefined && !differences.includes(undefined)) differenceByPath.set(path, difference);
  }
  return differenceByPath;
}

function expectedAt({ byPath, byShape, byForm }: ReferencePermissions, path: string): readonly string[] {
  const exact = byPath.get(path);
  if (exact !== undefined) return [exact];
  return [...(byShape.get(shapeOf(path)) ?? byForm.get(formOf(path, byPath) ?? "") ?? [])];
}

/** Why owners and modes were not compared, or only without ACLs and capabilities. Empty if all were. */
export interface NotCompared {
  readonly files?: string;
  readonly extended?: string;
}

export function whyNotCompared(
  references: readonly { readonly permissions: LifeReferencePermissions }[],
  lives: readonly { readonly permissions?: LifePermissions }[],
): NotCompared {
  const moments = references.flatMap(({ permissions: { ready, end } }, at) => {
    const { ready: readyNow = notRecorded, end: endNow = notRecorded } = lives[at]?.permissions ?? {};
    return [...(ready === undefined ? [] : [ready, readyNow]), end, endNow];
  });
  const unread = moments.length === 0 ? notRecorded : moments.find(isNotRead);
  if (unread !== undefined) return { files: unread.reason };
  const extended = moments.map((moment) => (isNotRead(moment) ? moment : moment.extended)).find(isNotRead);
  return extended === undefined ? {} : { extended: extended.reason };
}

function pathsOf({ byAccess }: FilePermissions): Map<string, string> {
  return new Map(Object.entries(byAccess).flatMap(([access, paths]) => paths.map((path) => [path, access] as const)));
}

function accessBy(
  paths: ReadonlyMap<string, string>,
  keyOf: (path: string) => string | undefined,
): Map<string, Set<string>> {
  const accessByKey = new Map<string, Set<string>>();
  for (const [path, access] of paths) {
    const key = keyOf(path);
    if (key !== undefined) accessByKey.set(key, (accessByKey.get(key) ?? new Set()).add(access));
  }
  return accessByKey;
}

/**
 * Names of one shape that are listed individually; if there are more and all have equal access, the shape replaces
 * them.
 */
const maxListed = 20;

/** In the order of paths. */
export function groupByAccess(paths: ReadonlyMap<string, string>): FilePermissions["byAccess"] {
  const shapes = accessBy(paths, shapeOf);
  const counts = Map.groupBy(paths.keys(), shapeOf);
  const accessByPath = new Map<string, string>();
  for (const [path, access] of [...paths].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const shape = shapeOf(path);
    const isBulk = (counts.get(shape)?.length ?? 0) > maxListed && shapes.get(shape)?.size === 1;
    accessByPath.set(isBulk ? shape : path, access);
  }
  const groups = Map.groupBy(accessByPath, ([, access]) => access);
  return Object.fromEntries([...groups].map(([access, all]) => [access, all.map(([path]) => path)]));
}

/** A name without digits does not vary, and there are thousands of them. */
function shapeOf(path: string): string {
  return /\d/u.test(path) ? lineShape(path) : path;
}

/** mkstemp(3) picks six random characters, others more. */
const shortestRandom = 6;

/** The path with the length in place of each name that may be random: none of those that both originals had. Undefined if no name may be. */
function formOf(path: string, common: ReadonlyMap<string, string>): string | undefined {
  let at = "";
  const names = path.split("/").map((name) => {
    at += name === "" ? "" : `/${name}`;
    const dot = name.lastIndexOf(".");
    const length = dot > 0 ? dot : name.length;
    return length < shortestRandom || common.has(at) ? name : `${length}${name.slice(length)}`;
  });
  const form = names.join("/");
  return form === path ? undefined : form;
}
