import type { PackageNeeds } from "../../domain/image/package-need.ts";
import { lastPart } from "../../text/cut.ts";
import type { NeedImage } from "./need-image.ts";
import { unopenedModules } from "./unopened-modules.ts";
import { unusedKey } from "./unused-key.ts";

/** Programs by package (`deb:curl`, `pypi:ipython`, `npm:nodemon`), of those that a complete trace shows to be unused and that no file of the project declares. */
export type UnusedPackagesFact = ReadonlyMap<string, readonly string[]>;

/** Development dependencies in the image of which a workload opened nothing, and the `node_modules` that hold them. */
export interface DevelopmentModulesFact {
  readonly names: readonly string[];
  readonly folders: readonly string[];
}

/** Undefined where none is there, or a trace is incomplete. */
export function developmentModulesFact(image: NeedImage, needs: PackageNeeds): DevelopmentModulesFact | undefined {
  const modules = unopenedModules(image, needs).filter(
    ({ purl, status }) => purl.startsWith("pkg:npm/") && status === "development",
  );
  if (modules.length === 0) return undefined;
  const folders = modules.map(({ path }) => path.slice(0, path.indexOf("/node_modules/") + "/node_modules".length));
  return { names: modules.map(({ name }) => name), folders: [...new Set(folders)].toSorted() };
}

/** Undefined without a complete trace: then nothing is known to be unused. */
export function unusedPackagesFact(image: NeedImage, needs: PackageNeeds): UnusedPackagesFact | undefined {
  if (!needs.complete) return undefined;
  const packages = needs.packages.filter(
    (need) => need.purl.startsWith("pkg:deb/") && (need.class === "unused" || need.class === "configure-only"),
  );
  const modules = unopenedModules(image, needs).filter(({ status }) => status === "undeclared");
  const keys = new Map([...packages, ...modules].map(({ purl, name }) => [purl, unusedKey(typeOf(purl), name)]));
  const programs = new Map<string, string[]>([...keys.values()].map((key) => [key, []]));
  for (const row of image.withFacts) {
    const key = keys.get(image.ownerOf(row) ?? "");
    const path = image.pathOf(row);
    if (key !== undefined && /\/s?bin\//.test(path)) programs.get(key)?.push(lastPart(path));
  }
  return programs;
}

function typeOf(purl: string): string {
  return /^pkg:([a-z]+)\//.exec(purl)?.[1] ?? "";
}
