import { basename, join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { shellQuote } from "../../../emit/text/shell-quote.ts";
import { atNamed } from "../../../sources/files/read-named.ts";
import { folderOfChart } from "../../check/kubernetes/folder-of-chart.ts";
import { renderedWorks } from "../../check/kubernetes/render/rendered-works.ts";
import { toRender, type RenderTarget } from "../../check/kubernetes/render/to-render.ts";
import { unrendered } from "../../check/search/content.ts";
import type { UnrenderedForm } from "../../check/search/searched.ts";
import { searchTargets } from "../../check/targets.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";

/** A manifest that a profile is written into. */
export interface IntoTarget {
  /** As reached from the current folder; of a kustomization, the name of what it makes. */
  readonly file: string;
  readonly text: string;
  /** Where the text is what the user's own program made of it. */
  readonly kustomization?: RenderTarget;
}

/**
 * What `--into` names: a manifest, or with `--render kustomize` what a kustomization makes, which starts the user's own kustomize or kubectl. Throws
 * `bad-usage` for a chart, a template, a kustomization or a folder, with what to do instead.
 */
export async function intoTarget(
  into: string,
  { render, minor }: { readonly render?: "kustomize" | undefined; readonly minor?: number },
  context: Context,
): Promise<IntoTarget> {
  if (render !== undefined) return renderedAt(into, minor === undefined ? context : { ...context, kubernetes: minor });
  const form = formOfFolder(into, context.cwd);
  if (form !== undefined) throw notEdited(into, form);
  const text = await readText(into, context.cwd);
  const made = unrendered(basename(into), text);
  if (made !== undefined) throw notEdited(into, made.form);
  return { file: into, text };
}

async function renderedAt(into: string, context: Context): Promise<IntoTarget> {
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

/** A plain folder has no form of its own. */
function formOfFolder(into: string, cwd: string): UnrenderedForm | "folder" | undefined {
  const isThere = (path: string, kind: string): boolean => {
    const found = atNamed(path, cwd, (beneath, way) => beneath.find(way));
    return !("refused" in found) && found.kind === kind;
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

function notEdited(into: string, form: UnrenderedForm | "folder"): Failure {
  const [what, hint] = whatItIs[form];
  return new Failure("bad-usage", `${into} is not edited: it is ${what}`, { hint: hint(into) });
}
