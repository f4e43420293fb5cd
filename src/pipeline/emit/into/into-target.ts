import { basename, join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { shellQuote } from "../../../dialects/text/shell-quote.ts";
import { atNamed } from "../../../sources/files/read-named.ts";
import { folderOfChart } from "../../targets/folder-of-chart.ts";
import { renderedWorks } from "../../judge/render/rendered-works.ts";
import { toRender, type RenderTarget } from "../../judge/render/to-render.ts";
import { unrendered } from "../../targets/search/content.ts";
import type { UnrenderedForm } from "../../targets/search/search-result.ts";
import { searchTargets } from "../../targets/targets.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";

/** A manifest to edit. */
export interface IntoTarget {
  /** Path from the current folder; for a kustomization, the name of its output. */
  readonly file: string;
  readonly text: string;
  /** Present where the user's own program rendered the text. */
  readonly kustomization?: RenderTarget;
}

/**
 * The file of `--into`: a manifest, or with `--render kustomize` the output of a kustomization, which starts the user's own kustomize or kubectl. Throws
 * `bad-usage` for a chart, a template, a kustomization or a folder, with the alternative.
 */
export async function intoTarget(
  into: string,
  { render, minor }: { readonly render?: "kustomize" | undefined; readonly minor?: number },
  context: Context,
): Promise<IntoTarget> {
  if (render !== undefined)
    return renderTarget(into, minor === undefined ? context : { ...context, kubernetes: minor });
  const form = formOfFolder(into, context.cwd);
  if (form !== undefined) throw refuseToEdit(into, form);
  const text = await readText(into, context.cwd);
  const template = unrendered(basename(into), text);
  if (template !== undefined) throw refuseToEdit(into, template.form);
  return { file: into, text };
}

async function renderTarget(into: string, context: Context): Promise<IntoTarget> {
  const { targets, rest } = toRender(
    await searchTargets([folderOfChart(into)], context.cwd),
    ["kustomize"],
    context.cwd,
  );
  const [target] = targets;
  const [unread] = rest.unread;
  if (target === undefined || targets.length > 1)
    throw new Failure("bad-usage", `${into} holds ${targets.length === 0 ? "no" : targets.length} kustomizations`, {
      hint:
        unread === undefined
          ? `Name ${targets.length === 0 ? "the folder of one" : `one: ${targets.map(({ folder }) => folder).join(", ")}`}.`
          : `${unread.path}: ${unread.reason}.`,
    });
  const [work] = await renderedWorks(target, context);
  if (work === undefined)
    throw new Failure("bad-usage", `${target.file} makes no object`, { hint: "Look at its resources." });
  return { file: work.path, text: work.text, kustomization: target };
}

/** Undefined where the path is not a folder. */
function formOfFolder(into: string, cwd: string): UnrenderedForm | "folder" | undefined {
  const isThere = (path: string, kind: string): boolean => {
    const reached = atNamed(path, cwd, (folder, way) => folder.find(way));
    return !("refused" in reached) && reached.kind === kind;
  };
  if (!isThere(into, "folder")) return undefined;
  if (isThere(join(into, "Chart.yaml"), "file")) return "chart";
  const names = ["kustomization.yaml", "kustomization.yml", "Kustomization"];
  return names.some((name) => isThere(join(into, name), "file")) ? "kustomization" : "folder";
}

const whatItIs: Readonly<Record<UnrenderedForm | "folder", readonly [string, (into: string) => string]>> = {
  chart: [
    "a chart, whose manifests are made of templates",
    () => "Set the same values in the chart: `hullproof emit PROFILE --to kubernetes` prints them.",
  ],
  template: [
    "a template, and what it makes is no file",
    () => "Set the same values in the chart: `hullproof emit PROFILE --to kubernetes` prints them.",
  ],
  kustomization: [
    "a kustomization",
    (into) =>
      `Name the manifest that it takes, or add --render kustomize: your own kustomize or kubectl renders ${shellQuote(into)}, and what the profile changes becomes a patch that it names.`,
  ],
  folder: ["a folder", () => "Name the manifest in it."],
};

function refuseToEdit(into: string, form: UnrenderedForm | "folder"): Failure {
  const [description, hint] = whatItIs[form];
  return new Failure("bad-usage", `${into} is not edited: it is ${description}`, { hint: hint(into) });
}
