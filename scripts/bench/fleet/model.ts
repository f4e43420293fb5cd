// A made-up fleet by arithmetic: what each image and layer has follows from the seed, so that every answer can be computed apart.
import type { Member } from "../../../test/images/archive.ts";

export interface FleetPlan {
  readonly images: number;
  /** Layers that images share. */
  readonly layers: number;
  /** Further layers of each image, of 60 packages each, that no other image has. */
  readonly ownLayers: number;
  readonly seed: number;
}

export interface ModelPackage {
  readonly type: "deb" | "npm" | "pypi";
  readonly name: string;
  readonly version: string;
}

export interface ModelLayer {
  readonly packages: readonly ModelPackage[];
  readonly members: readonly Member[];
  /** Its gzip stream ends too early. */
  readonly truncated: boolean;
  /** Removes npm, which each runtime brings. */
  readonly removesNpm: boolean;
}

export const imagesPerRepository = 200;
/** Names of npm packages; of each third one old versions are vulnerable. */
export const npmNames = 6_000;
export const versions = 10;
const pythonNames = 3_000;
const npmVersion = "11.0.0";

/** Number from 0 to `limit` - 1 that follows from the others. */
function pick(limit: number, ...keys: readonly number[]): number {
  let state = 0x9e3779b9;
  for (const key of keys) {
    state = Math.imul(state ^ key, 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state ^= state >>> 16;
  }
  return (state >>> 0) % limit;
}

/** How many of the shared layers are bases and runtimes; the others are of applications. */
function kinds({ layers }: FleetPlan): { readonly bases: number; readonly runtimes: number } {
  return { bases: Math.max(1, Math.round(layers / 100)), runtimes: Math.max(1, Math.round((layers * 9) / 100)) };
}

/** Numbers of the shared layers of an image, lowest first; its own ones are negative. */
export function layersOf(plan: FleetPlan, image: number): readonly number[] {
  const { bases, runtimes } = kinds(plan);
  const base = pick(bases, plan.seed, 1, image);
  // A runtime stands on one base alone, as a published image does.
  const perBase = Math.max(1, Math.floor(runtimes / bases));
  const runtime = bases + ((base + bases * pick(perBase, plan.seed, 2, image)) % runtimes);
  const first = bases + runtimes;
  const apps = [3, 4].map((key) => first + pick(plan.layers - first, plan.seed, key, image));
  const own = Array.from({ length: plan.ownLayers }, (_, at) => -1 - (image * plan.ownLayers + at));
  return [...new Set([base, runtime, ...apps]), ...own];
}

export function layerOf(plan: FleetPlan, number: number): ModelLayer {
  const { bases, runtimes } = kinds(plan);
  if (number >= 0 && number < bases) return debianLayer(plan, number);
  if (number >= 0 && number < bases + runtimes) return runtimeLayer(plan, number);
  return applicationLayer(plan, number);
}

/** Packages of the finished image; undefined if a layer is damaged. */
export function packagesOf(
  layers: readonly Pick<ModelLayer, "packages" | "truncated" | "removesNpm">[],
): readonly ModelPackage[] | undefined {
  if (layers.some(({ truncated }) => truncated)) return undefined;
  const isNpmGone = layers.some(({ removesNpm }) => removesNpm);
  return layers.flatMap(({ packages }) => packages).filter(({ name }) => !isNpmGone || name !== "npm");
}

function debianLayer({ seed }: FleetPlan, number: number): ModelLayer {
  const packages = Array.from({ length: 120 }, (_, at): ModelPackage => ({
    type: "deb",
    name: `library${at * 3 + pick(3, seed, 5, number, at)}`,
    version: `1.${pick(4, seed, 6, number, at)}-1`,
  }));
  const paragraphs = packages.map(
    ({ name, version }) =>
      `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\nDescription: made up\n`,
  );
  const members: Member[] = [
    { path: "etc/os-release", content: 'ID=debian\nVERSION_ID="13"\nVERSION_CODENAME=trixie\n' },
    { path: "var/lib/dpkg/status", content: `${paragraphs.join("\n")}\n` },
  ];
  return { packages, members, truncated: false, removesNpm: false };
}

function runtimeLayer({ seed }: FleetPlan, number: number): ModelLayer {
  const packages = npmPackages(seed, number, 39);
  const npm: ModelPackage = { type: "npm", name: "npm", version: npmVersion };
  const members = [...packages, npm].map((one) => npmMember("usr/lib/node_modules", one));
  return { packages: [...packages, npm], members, truncated: false, removesNpm: false };
}

function applicationLayer({ seed }: FleetPlan, number: number): ModelLayer {
  const [npm, python] = number < 0 ? [60, 0] : [20, 20];
  const packages = npmPackages(seed, number, npm);
  const modules = Array.from({ length: python }, (_, at): ModelPackage => ({
    type: "pypi",
    name: `module-${pick(pythonNames, seed, 9, number, at)}`,
    version: `1.${pick(versions, seed, 10, number, at)}.0`,
  }));
  const folder = `srv/app${number}`;
  const removesNpm = number >= 0 && number % 10 === 3;
  const members: Member[] = [
    ...packages.map((one) => npmMember(`${folder}/node_modules`, one)),
    ...modules.map(({ name, version }) => ({
      path: `${folder}/site-packages/${name}-${version}.dist-info/METADATA`,
      content: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
    })),
    ...(removesNpm ? [{ path: "usr/lib/node_modules/.wh.npm", content: "" }] : []),
    ...(number >= 0 && number % 50 === 11 ? hostileMembers(folder) : []),
  ];
  return { packages: [...packages, ...modules], members, truncated: number >= 0 && number % 100 === 37, removesNpm };
}

/** One version of a name in a layer: the same path twice would be one file. */
function npmPackages(seed: number, layer: number, count: number): readonly ModelPackage[] {
  const names = new Set(Array.from({ length: count }, (_, at) => pick(npmNames, seed, 7, layer, at)));
  return [...names].map((name) => ({
    type: "npm",
    name: `part-${name}`,
    version: `1.${pick(versions, seed, 8, layer, name)}.0`,
  }));
}

function npmMember(folder: string, { name, version }: ModelPackage): Member {
  return { path: `${folder}/${name}/package.json`, content: JSON.stringify({ name, version }) };
}

/** What readers have to bear without another package. */
function hostileMembers(folder: string): readonly Member[] {
  return [
    { path: `${folder}/../../../etc/passwd`, content: "root::0:0" },
    { path: `${folder}/loop`, type: "symlink", link: "loop" },
    { path: `${folder}/node_modules/broken/package.json`, content: '{"name": "broken", "version": ' },
    { path: `${folder}/${"deep/".repeat(200)}file`, content: "" },
  ];
}

/** The advisories: of each third name of npm, versions below `1.K.0` are vulnerable. */
export function advisoryBound(name: number): number | undefined {
  return name % 3 === 0 ? 1 + (name % (versions - 1)) : undefined;
}

export function advisoryId(name: number): string {
  return `GHSA-${letters(name, 4)}-${letters(name * 7 + 1, 4)}-${letters(name * 13 + 5, 4)}`;
}

function letters(value: number, count: number): string {
  return (value + 1_000_003).toString(36).slice(-count);
}
