import type { PackageNeeds } from "../../domain/image/package-need.ts";
import type { UnopenedModule } from "../../domain/report/slim-result.ts";
import { compareText } from "../../text/compare-text.ts";
import { normalName } from "../packages/python/core-metadata.ts";
import type { Declaration } from "./declarations.ts";
import type { NeedImage } from "./need-image.ts";

type Ecosystem = Declaration["ecosystem"];

/** Managers of each ecosystem, and the verbs that install. */
const managers: Readonly<Record<Ecosystem, ReadonlySet<string>>> = {
  npm: new Set(["bun", "npm", "pnpm", "yarn"]),
  pypi: new Set(["pip", "pip3", "pipx", "poetry", "uv"]),
};
const verbs = new Set(["add", "i", "install"]);

/**
 * Packages of npm and PyPI without an opened file, the largest first, and what asks for them: `development` if only development dependencies lead to them,
 * `undeclared` if no file or package does (a RUN may), `declared` otherwise. Without any declaring file, all but global npm packages count as declared. Empty
 * without a complete trace.
 */
export function unopenedModules(image: NeedImage, needs: PackageNeeds): UnopenedModule[] {
  if (!needs.complete) return [];
  const declarations = image.withFacts.flatMap((row) => image.factsAt(row)?.declaration ?? []);
  const opened = new Set(needs.packages.flatMap(({ purl, opened: count }) => (count > 0 ? [purl] : [])));
  return (["npm", "pypi"] as const)
    .flatMap((ecosystem) => modulesOf(image, ecosystem, declarations, opened))
    .toSorted((a, b) => b.bytes - a.bytes || compareText(a.purl, b.purl));
}

function modulesOf(
  { packages, tree: { layers } }: NeedImage,
  ecosystem: Ecosystem,
  all: readonly Declaration[],
  opened: ReadonlySet<string>,
): UnopenedModule[] {
  const normal = (name: string): string => (ecosystem === "pypi" ? normalName(name) : name);
  const declarations = all.filter((one) => one.ecosystem === ecosystem);
  const installed = packages.filter(
    ({ purl, declared, files = 0 }) => purl.startsWith(`pkg:${ecosystem}/`) && declared !== true && files > 0,
  );
  const byName = Map.groupBy(installed, ({ name }) => normal(name));
  const byPurl = new Map(installed.map((one) => [one.purl, one]));
  const reachable = (names: readonly string[]): ReadonlySet<string> => {
    const visited = new Set<string>();
    const open = names.flatMap((name) => byName.get(normal(name))?.map(({ purl }) => purl) ?? []);
    for (let purl = open.pop(); purl !== undefined; purl = open.pop()) {
      if (visited.has(purl)) continue;
      visited.add(purl);
      open.push(...(byPurl.get(purl)?.dependsOn ?? []));
    }
    return visited;
  };
  const ofRuns = new Set(layers.flatMap(({ createdBy }) => namesInstalled(ecosystem, createdBy)).map(normal));
  const required = reachable([
    ...declarations.flatMap((one) => one.required),
    ...installed.filter(({ purl }) => opened.has(purl)).map(({ name }) => name),
  ]);
  const development = reachable(declarations.flatMap((one) => one.development));
  return installed
    .filter(({ purl }) => !opened.has(purl))
    .map(({ name, purl, path, bytes = 0 }): UnopenedModule => {
      const isDeclared = required.has(purl) || (isGlobal(path) ? !ofRuns.has(normal(name)) : declarations.length === 0);
      return {
        name,
        purl,
        path,
        bytes,
        status: isDeclared ? "declared" : development.has(purl) ? "development" : "undeclared",
      };
    });
}

/** Words of an instruction that installs: `gunicorn` of `pip install gunicorn==23`. */
function namesInstalled(ecosystem: Ecosystem, createdBy: string): string[] {
  const words = createdBy.split(/[\s"',;&|]+/);
  if (!words.some((word) => managers[ecosystem].has(word)) || !words.some((word) => verbs.has(word))) return [];
  return words.flatMap((word) => (managers[ecosystem].has(word) ? [] : (/^@?[\w./-]+/.exec(word)?.[0] ?? [])));
}

/** Installed for the whole system, as npm itself is. */
function isGlobal(path: string): boolean {
  return /^\/usr\/(?:local\/)?(?:lib|share)\/(?:node_modules|npm|nodejs)\//.test(path);
}
