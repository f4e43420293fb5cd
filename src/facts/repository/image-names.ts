import { libraryImages } from "../../data/library-images.ts";
import { lastPart, upToMark } from "../../text/cut.ts";
import { imageReference } from "../container-spec/image-reference.ts";
import { pathFrom } from "./path-word.ts";
import { lineStart, mappingAround } from "./text-block.ts";

/** What a build makes. */
export interface BuiltImage {
  /** Without registries of Docker Hub and without tags; `*` is a part that only the service of CI knows. */
  readonly names: readonly string[];
  /** The stage that is built, where one is named. */
  readonly target?: string;
}

/** By the words of a builder's command. */
export function imageOfCommand(words: readonly string[]): BuiltImage {
  const valuesOf = (option: RegExp, glued: RegExp): string[] =>
    words.flatMap((word, at) => (option.test(word) ? (words[at + 1] ?? "") : (glued.exec(word)?.[1] ?? [])));
  return builtImage(
    valuesOf(/^(?:-t|--tag)$/, /^--tag=(.*)/).flatMap(imageNames),
    valuesOf(/^--target$/, /^--target=(.*)/)[0],
  );
}

/** Of the Compose service that is built by the key at `at`: `build`, or one in its mapping. */
export function imageOfService(text: string, at: number): BuiltImage {
  const isShort = /^[ \t]*build[ \t]*:/.test(text.slice(lineStart(text, at)));
  const service = mappingAround(text, isShort ? at : keyAbove(text, at)) ?? "";
  const build = isShort ? "" : (mappingAround(text, at) ?? "");
  return builtImage(valuesOf(service, "image").flatMap(imageNames), valuesOf(build, "target")[0]);
}

/** Of a step with these lines that builds an image; `at` is in it. */
export function imageOfStep(text: string, at: number, step: string): BuiltImage {
  return builtImage(namesInStep(text, at, step), valuesOf(step, "target")[0]);
}

function builtImage(names: readonly string[], target: string | undefined): BuiltImage {
  return { names, ...(target !== undefined && target !== "" && { target }) };
}

/** The line above that is indented less. */
function keyAbove(text: string, at: number): number {
  const indentAt = (start: number): number => /^[ \t]*/.exec(text.slice(start, start + 80))?.[0].length ?? 0;
  let start = lineStart(text, at);
  const indent = indentAt(start);
  while (start > 0 && (indentAt(start) >= indent || /^\s*(?:#|$)/m.test(text.slice(start, text.indexOf("\n", start)))))
    start = lineStart(text, start - 1);
  return start;
}

function valuesOf(block: string, key: string): string[] {
  const pattern = new RegExp(`^[ \\t]*(?:-[ \\t]+)?${key}[ \\t]*:[ \\t]+["']?`, "gm");
  return [...block.matchAll(pattern)].map(({ index, 0: mark }) => pathFrom(block, index + mark.length).path);
}

const listKey = /^[ \t]{1,40}(?:tags|images)[ \t]{0,8}:[ \t]{0,8}(?:\|[-+]?)?/gm;
/** Lines of one list of tags. */
const mostLines = 20;

/** Names in the tags of a step, in the images of the step that makes its tags, or in those of this one. */
export function namesInStep(text: string, at: number, step: string): string[] {
  return [...step.matchAll(listKey)].flatMap(({ index, 0: mark }) => {
    const value = step.slice(index + mark.length);
    const [first = "", ...lines] = value.split("\n", mostLines).map((line) => line.trim());
    const maker = /^["']?\$\{\{ ?steps\.([\w-]{1,60})\.outputs\.tags ?\}\}/.exec(first || (lines[0] ?? ""))?.[1];
    if (maker !== undefined) return namesOfMaker(text, at, maker);
    const end = first === "" ? lines.findIndex((line) => line === "" || /^[\w-]+:(?:\s|$)/.test(line)) : 0;
    return [first, ...lines.slice(0, end === -1 ? undefined : end)].flatMap((line) =>
      withoutExpressions(line.replace(/^(?:-[ \t]{1,8}|name=)/, ""), text)
        .split(/[\s,"']+/)
        .flatMap(imageNames),
    );
  });
}

/** Those of the last step above with this id. */
function namesOfMaker(text: string, at: number, id: string): string[] {
  const ids = [...text.slice(0, at).matchAll(new RegExp(`^[ \\t]*(?:-[ \\t]+)?id[ \\t]*:[ \\t]+["']?${id}\\b`, "gm"))];
  const above = ids.at(-1)?.index;
  const step = above === undefined ? undefined : mappingAround(text, above);
  return step === undefined || above === undefined || step.includes(`steps.${id}.`)
    ? []
    : namesInStep(text, above, step);
}

const expression = /\$\{\{([^${}]{0,100})\}\}/g;
/** The owner, by GitHub or by a setting that is called so. */
const owner =
  /^(?:github\.repository_owner|(?:secrets|vars)\.\w*(?:USER(?:NAME)?|OWNER|ORG(?:ANIZATION)?|NAMESPACE))$/i;

/** With the values of a workflow's `env`, `*` for what only GitHub knows, and `$` for all else. */
function withoutExpressions(line: string, text: string, depth = 0): string {
  return line.replace(expression, (_, inner: string) => {
    const word = inner.trim();
    if (owner.test(word)) return "*";
    if (word === "github.repository") return "*/*";
    const name = /^env\.(\w{1,60})$/.exec(word)?.[1];
    const value = name === undefined || depth > 2 ? undefined : envValue(text, name);
    return value === undefined ? "$" : withoutExpressions(value, text, depth + 1);
  });
}

/** Undefined where several places set it to different values. */
function envValue(text: string, name: string): string | undefined {
  const pattern = new RegExp(`^[ \\t]+${name}[ \\t]*:[ \\t]+["']?([^\\n"'#]{1,200})`, "gm");
  const values = new Set([...text.matchAll(pattern)].map(({ 1: value = "" }) => value.trim()));
  return values.size === 1 ? [...values][0] : undefined;
}

/** The name without its tag; none where variables leave too little of it. */
export function imageNames(text: string): string[] {
  const name = upToMark(text, ":", "/");
  if (!name.includes("*")) return [imageReference(name)?.name ?? []].flat();
  const last = lastPart(name);
  const isDistinct = /[a-z]{2}/.test(last) && !libraryImages.has(last);
  return isDistinct && imageReference(name.replaceAll("*", "x")) !== undefined
    ? [name.replace(/^(?:index\.)?docker\.io\//, "")]
    : [];
}

/** Whether one of these names is that of an image, which is without a tag. */
export function isNameOf(names: Iterable<string>, image: string): boolean {
  for (const name of names) if (name === image || (name.includes("*") && fits(name, image))) return true;
  return false;
}

function fits(pattern: string, image: string): boolean {
  const [parts, imageParts] = [pattern.split("/"), image.split("/")];
  return parts.length === imageParts.length && parts.every((part, at) => fitsPart(part, imageParts[at] ?? ""));
}

function fitsPart(part: string, text: string): boolean {
  const at = part.indexOf("*");
  if (at === -1) return part === text;
  const [start, end] = [part.slice(0, at), part.slice(part.lastIndexOf("*") + 1)];
  return text.length > start.length + end.length && text.startsWith(start) && text.endsWith(end);
}
