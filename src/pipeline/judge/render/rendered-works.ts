import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import { renderedName, type Rendered } from "../../../domain/report/rendered.ts";
import { helmSources } from "../../../formats/kubernetes/helm-sources.ts";
import { limits } from "../../../sources/files/limits.ts";
import { atFolder } from "../../../sources/files/read-named.ts";
import { openPrivateFolder } from "../../../sources/leftovers/private-folder.ts";
import { pathRules } from "../../../sources/paths/path-rules.ts";
import { privateCopy } from "../../../sources/render/private-copy.ts";
import { runRenderer, type ValuesFile } from "../../../sources/render/run-renderer.ts";
import type { Context } from "../../context.ts";
import { readText } from "../../host/read-text.ts";
import type { DialectWork } from "../../rule-runs/dialect-work.ts";
import { defaultMinor } from "../../../dialects/kubernetes/dialect.ts";
import { folderLimits } from "../neighbor-texts.ts";
import { configFor } from "../../settings/settings.ts";
import { dialectWork } from "../dialect-work-of.ts";
import type { RenderTarget } from "./to-render.ts";

/** Larger charts do not exist: a program that prints more templates does not stop. */
const maxTexts = 2_000;

type RenderedWork = DialectWork & { readonly rendered: Rendered };

/** Runs the user's own renderer on a chart or kustomization, and returns each template as a manifest with the others as neighbors. Throws `Failure`. */
export async function renderedWorks(target: RenderTarget, context: Context): Promise<readonly RenderedWork[]> {
  const { by, folder } = target;
  const output = await renderedTarget(target, context);
  const outputs = by === "helm" ? ofChart(target, output) : [{ from: target.file, text: output }];
  const texts = outputs.filter(({ text }) => text.trim() !== "");
  if (texts.length > maxTexts) throw outputTooLarge(folder, `more than ${maxTexts} templates`);
  const namedTexts = texts.map(({ from, text }) => ({ from, text, file: renderedName(from) }));
  if (namedTexts.some(({ text }) => Buffer.byteLength(text) > limits.text))
    throw outputTooLarge(folder, `more than ${limits.text / 1024 ** 2} MiB for one file`);
  const size = namedTexts.reduce((sum, { text }) => sum + text.length, 0);
  const areNeighbors = namedTexts.length <= folderLimits.files && size <= folderLimits.characters;
  return Promise.all(
    namedTexts.map(async ({ from, file, text }) => ({
      ...(await dialectWork(
        "kubernetes",
        { path: file, text, config: await configFor(dirname(from), context) },
        context,
      )),
      rendered: { by, folder, from, ...(!isFile(target, from) && { place: target.file }) },
      beside: areNeighbors ? namedTexts.filter((namedText) => namedText.file !== file) : [],
      ...(!areNeighbors && { incomplete: `${folder} makes more than can be read together` }),
    })),
  );
}

/** A template of a packed subchart has no file; its path is the one in the package. */
function ofChart({ folder, file }: RenderTarget, output: string): { readonly from: string; readonly text: string }[] {
  return helmSources(output).map(({ template, text }) => ({
    from: template === undefined ? file : join(folder, template),
    text,
  }));
}

function isFile({ within, folder, inside }: RenderTarget, from: string): boolean {
  const reached = atFolder(within, (root) => root.find(join(inside, relative(folder, from))));
  return !("refused" in reached) && reached.kind === "file";
}

/** Output of the renderer; `files` replace or complete those of the folder. Throws `Failure`. */
export async function renderedTarget(
  target: RenderTarget,
  context: Context,
  files: ReadonlyMap<string, string> = new Map(),
): Promise<string> {
  const { by, within, inside, folder, folders } = target;
  const { cwd, env = process.env, kubernetes: minor = defaultMinor, progress } = context;
  const signal = context.signal ?? new AbortController().signal;
  progress({ stage: "render", message: `${by} renders ${folder}` });
  await using scratch = openPrivateFolder("render");
  const to = join(scratch.path, "copied");
  await privateCopy({ within, folders, to, name: folder, signal });
  const root = join(to, "copy");
  // The copy contains no link that leads elsewhere.
  for (const [name, text] of files) writeFileSync(join(root, inside, name), text, { mode: 0o600 });
  const values = by === "helm" ? await copyValues(context, join(scratch.path, "values")) : [];
  const rules = pathRules(cwd, [...(context.targets ?? []), join(within, inside)], env);
  // Removes the folder after the program has ended.
  return await runRenderer({
    by,
    folder: join(root, inside),
    root,
    name: folder === "." ? basename(join(within, inside)) : folder,
    home: join(scratch.path, "home"),
    minor,
    values,
    search: { env, rules },
    signal,
  });
}

/** Copies of the user's values files for helm, under our names; the originals may be anywhere. */
async function copyValues({ cwd, values = [] }: Context, to: string): Promise<readonly ValuesFile[]> {
  const texts = await Promise.all(values.map(async (name) => ({ name, text: await readText(name, cwd) })));
  if (texts.length > 0) mkdirSync(to, { mode: 0o700 });
  return texts.map(({ name, text }, at) => {
    const path = join(to, `${at + 1}.yaml`);
    writeFileSync(path, text, { mode: 0o600 });
    return { name, path };
  });
}

function outputTooLarge(folder: string, excess: string): Failure {
  return new Failure("unreadable", `${folder} is not judged: it makes ${excess}`, {
    hint: "Render a part of it yourself, and check the file with what was printed.",
  });
}
