import { basename, dirname, join, relative, resolve } from "node:path";
import type { Renderer } from "../../../domain/report/rendered.ts";
import { limits } from "../../../sources/files/limits.ts";
import { readBeneath } from "../../../sources/files/read-named.ts";
import { isWithin } from "../../../text/is-within.ts";
import type { NotRead } from "../../targets/search/search-result.ts";
import type { FoundTargets } from "../../targets/targets.ts";
import { reachKustomization, type ReachedKustomization } from "./reach-kustomization.ts";

/** A chart or a kustomization to render. */
export interface RenderTarget {
  readonly by: Renderer;
  /** Path of `Chart.yaml` or the kustomization from the current folder. */
  readonly file: string;
  /** Its folder, from the current folder and from `within`. */
  readonly folder: string;
  readonly inside: string;
  /** Absolute: nothing outside is copied. */
  readonly within: string;
  /** Folders that it reads, from `within`. */
  readonly folders: readonly string[];
}

interface RenderSelection {
  readonly targets: readonly RenderTarget[];
  readonly unread: readonly NotRead[];
  readonly passedOver: readonly NotRead[];
  /** Absolute: rendered files, and folders of them. */
  readonly renderedPaths: readonly string[];
}

type Unrendered = NotRead & Required<Pick<NotRead, "form" | "within">>;

const nothing: RenderSelection = { targets: [], unread: [], passedOver: [], renderedPaths: [] };

/**
 * Splits a search into targets to render and the rest, without the files that rendering covers: a chart's templates and subcharts, a kustomization's resources and bases. A base
 * is rendered where no overlay uses it.
 */
export function toRender(
  searched: FoundTargets,
  renderers: readonly Renderer[],
  cwd: string,
): { readonly targets: readonly RenderTarget[]; readonly rest: FoundTargets } {
  const unrendered = searched.passedOver.filter(
    (skipped): skipped is Unrendered => skipped.form !== undefined && skipped.within !== undefined,
  );
  const charts = renderers.includes("helm") ? chartsIn(unrendered, cwd) : nothing;
  const kustomized = renderers.includes("kustomize") ? kustomizationsIn(unrendered, cwd) : nothing;
  const renderedPaths = [...charts.renderedPaths, ...kustomized.renderedPaths];
  const isMade = (path: string): boolean =>
    renderedPaths.some((renderedPath) => isWithin(resolve(cwd, path), renderedPath));
  const notes = [...charts.passedOver, ...kustomized.passedOver];
  const unread = [...charts.unread, ...kustomized.unread];
  const notedPaths = new Set([...notes, ...unread].map(({ path }) => path));
  return {
    targets: [...charts.targets, ...kustomized.targets],
    rest: {
      ...searched,
      found: searched.found.filter((target) => target.kind !== "kubernetes" || !isMade(target.path)),
      unread: [...searched.unread, ...unread],
      passedOver: [...searched.passedOver.filter(({ path }) => !isMade(path) && !notedPaths.has(path)), ...notes],
    },
  };
}

function chartsIn(unrendered: readonly Unrendered[], cwd: string): RenderSelection {
  const charts = unrendered.filter(({ form, path }) => form === "chart" && basename(path) === "Chart.yaml");
  const holders = charts.map(({ path }) => resolve(cwd, dirname(path), "charts"));
  const tops = charts.filter(({ path }) => !holders.some((holder) => isWithin(resolve(cwd, path), holder)));
  const libraries = tops.filter(({ path, within }) => isLibrary(path, within, cwd));
  const targets = tops.filter((chart) => !libraries.includes(chart)).map((chart) => targetOf("helm", chart, cwd));
  return {
    targets,
    unread: [],
    passedOver: libraries.map(({ path }) => ({ path, reason: "it is a library chart, which makes nothing by itself" })),
    renderedPaths: targets.flatMap(({ folder }) =>
      ["Chart.yaml", "templates", "charts"].map((name) => resolve(cwd, folder, name)),
    ),
  };
}

function isLibrary(path: string, within: string, cwd: string): boolean {
  const read = readBeneath(within, path, cwd, limits.config);
  return !("refused" in read) && /^type:[ \t]{0,8}["']?library\b/m.test(read.bytes.toString("utf8"));
}

function kustomizationsIn(passed: readonly Unrendered[], cwd: string): RenderSelection {
  const kustomizations = passed
    .filter(({ form }) => form === "kustomization")
    .map((file) => targetOf("kustomize", file, cwd))
    .map((target) => ({ target, reached: reachKustomization(target.within, target.inside) }));
  const isPart = ({ target }: Kustomized): boolean =>
    kustomizations.some(
      (parent) =>
        parent.target.inside !== target.inside &&
        parent.target.within === target.within &&
        parent.reached.folders.has(target.inside),
    );
  const tops = kustomizations.filter((kustomization) => !isPart(kustomization));
  const components = tops.filter(({ reached }) => reached.isComponent);
  const refused = tops.filter(
    (kustomization) => !components.includes(kustomization) && kustomization.reached.refused !== undefined,
  );
  const good = tops.filter((kustomization) => !components.includes(kustomization) && !refused.includes(kustomization));
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
    renderedPaths: good.flatMap(({ target: { within }, reached }) => [
      ...[...reached.files].map((path) => join(within, path)),
      ...kustomizations
        .filter(({ target }) => target.within === within && reached.folders.has(target.inside))
        .map(fileOf(cwd)),
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
