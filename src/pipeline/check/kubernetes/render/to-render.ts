import { basename, dirname, join, relative, resolve } from "node:path";
import type { Renderer } from "../../../../domain/report/rendered.ts";
import { limits } from "../../../../sources/files/limits.ts";
import { readBeneath } from "../../../../sources/files/read-named.ts";
import { isWithin } from "../../../../text/is-within.ts";
import type { NotRead } from "../../search/searched.ts";
import type { FoundTargets } from "../../targets.ts";
import { reachKustomization, type ReachedKustomization } from "./reach-kustomization.ts";

/** A chart or a kustomization that is to be rendered. */
export interface RenderTarget {
  readonly by: Renderer;
  /** `Chart.yaml` or the kustomization, as reached from the current folder. */
  readonly file: string;
  /** The folder that it lies in, from the current one and from `within`. */
  readonly folder: string;
  readonly inside: string;
  /** Absolute: nothing beyond it is copied. */
  readonly within: string;
  /** Folders that it is made of, from `within`. */
  readonly folders: readonly string[];
}

interface Chosen {
  readonly targets: readonly RenderTarget[];
  readonly unread: readonly NotRead[];
  readonly passedOver: readonly NotRead[];
  /** Absolute: files that are rendered, and folders of them. */
  readonly made: readonly string[];
}

type Unrendered = NotRead & Required<Pick<NotRead, "form" | "within">>;

const nothing: Chosen = { targets: [], unread: [], passedOver: [], made: [] };

/**
 * What of a search is to be rendered, and the search without what that renders: of a chart its templates and subcharts, of a kustomization what it is made of. A base
 * is rendered where nothing else is made of it.
 */
export function toRender(
  searched: FoundTargets,
  asked: readonly Renderer[],
  cwd: string,
): { readonly targets: readonly RenderTarget[]; readonly rest: FoundTargets } {
  const all = searched.passedOver.filter(
    (one): one is Unrendered => one.form !== undefined && one.within !== undefined,
  );
  const charts = asked.includes("helm") ? chartsIn(all, cwd) : nothing;
  const kustomized = asked.includes("kustomize") ? kustomizationsIn(all, cwd) : nothing;
  const made = [...charts.made, ...kustomized.made];
  const isMade = (path: string): boolean => made.some((one) => isWithin(resolve(cwd, path), one));
  const notes = [...charts.passedOver, ...kustomized.passedOver];
  const unread = [...charts.unread, ...kustomized.unread];
  const told = new Set([...notes, ...unread].map(({ path }) => path));
  return {
    targets: [...charts.targets, ...kustomized.targets],
    rest: {
      ...searched,
      found: searched.found.filter((one) => one.kind !== "kubernetes" || !isMade(one.path)),
      unread: [...searched.unread, ...unread],
      passedOver: [...searched.passedOver.filter(({ path }) => !isMade(path) && !told.has(path)), ...notes],
    },
  };
}

function chartsIn(all: readonly Unrendered[], cwd: string): Chosen {
  const charts = all.filter(({ form, path }) => form === "chart" && basename(path) === "Chart.yaml");
  const holders = charts.map(({ path }) => resolve(cwd, dirname(path), "charts"));
  const tops = charts.filter(({ path }) => !holders.some((holder) => isWithin(resolve(cwd, path), holder)));
  const libraries = tops.filter(({ path, within }) => isLibrary(path, within, cwd));
  const targets = tops.filter((one) => !libraries.includes(one)).map((one) => targetOf("helm", one, cwd));
  return {
    targets,
    unread: [],
    passedOver: libraries.map(({ path }) => ({ path, reason: "it is a library chart, which makes nothing by itself" })),
    made: targets.flatMap(({ folder }) =>
      ["Chart.yaml", "templates", "charts"].map((name) => resolve(cwd, folder, name)),
    ),
  };
}

function isLibrary(path: string, within: string, cwd: string): boolean {
  const read = readBeneath(within, path, cwd, limits.config);
  return !("refused" in read) && /^type:[ \t]{0,8}["']?library\b/m.test(read.bytes.toString("utf8"));
}

function kustomizationsIn(passed: readonly Unrendered[], cwd: string): Chosen {
  const all = passed
    .filter(({ form }) => form === "kustomization")
    .map((one) => targetOf("kustomize", one, cwd))
    .map((target) => ({ target, reached: reachKustomization(target.within, target.inside) }));
  const isPart = ({ target }: Kustomized): boolean =>
    all.some(
      (other) =>
        other.target.inside !== target.inside &&
        other.target.within === target.within &&
        other.reached.folders.has(target.inside),
    );
  const tops = all.filter((one) => !isPart(one));
  const components = tops.filter(({ reached }) => reached.isComponent);
  const refused = tops.filter((one) => !components.includes(one) && one.reached.refused !== undefined);
  const good = tops.filter((one) => !components.includes(one) && !refused.includes(one));
  return {
    targets: good.map(({ target, reached }) => ({ ...target, folders: [...reached.folders] })),
    unread: refused.map(({ target: { file }, reached }) => ({
      path: file,
      reason: `it is not rendered: ${reached.refused ?? ""}`,
    })),
    passedOver: components.map(({ target: { file } }) => ({
      path: file,
      reason: "it is a component, which is built only as a part of others",
    })),
    made: good.flatMap(({ target: { within }, reached }) => [
      ...[...reached.files].map((path) => join(within, path)),
      ...all.filter(({ target }) => target.within === within && reached.folders.has(target.inside)).map(fileOf(cwd)),
    ]),
  };
}

interface Kustomized {
  readonly target: RenderTarget;
  readonly reached: ReachedKustomization;
}

const fileOf =
  (cwd: string) =>
  ({ target }: Kustomized): string =>
    resolve(cwd, target.file);

function targetOf(by: Renderer, { path, within }: Unrendered, cwd: string): RenderTarget {
  const folder = dirname(path);
  const inside = relative(within, resolve(cwd, folder));
  return { by, file: path, folder, inside, within, folders: [inside] };
}
