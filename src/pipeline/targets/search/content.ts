import { templateMark } from "../../../formats/kubernetes/template-mark.ts";
import type { UnrenderedForm } from "./search-result.ts";

/** The head of a file may end in the middle of it. */
const headLength = 60_000;

/** Lines that may precede the first relevant instruction. */
const preamble = /^\s*(?:#|$)|^\s*ARG\b/i;
const templateMarks = /\{\{|\{%|<%|@@?[A-Z_]+@@?/;

/** The kind of a text with a name like a Dockerfile's, by its head. */
export function dockerfileLike(text: string): "dockerfile" | "template" | undefined {
  for (const line of text.replace(/^\uFEFF/, "").split("\n", 200)) {
    if (/^\s*(?:\{\{|\{%|<%)/.test(line) || preamble.test(line)) continue;
    if (/^\s*FROM\s/i.test(line) && templateMarks.test(line)) return "template";
    if (!isFrom(line.trim().split(/\s+/))) return undefined;
    return templateMarks.test(text) ? "template" : "dockerfile";
  }
  return undefined;
}

/** Prose may also begin with "From". */
function isFrom([word = "", ...rest]: readonly string[]): boolean {
  const [image, as, name, ...more] = rest.filter((argument) => !argument.startsWith("--"));
  if (word.toUpperCase() !== "FROM" || image === undefined || more.length > 0) return false;
  return as === undefined || (as.toUpperCase() === "AS" && name !== undefined);
}

/** JSON with services at the top level, which docker compose accepts by `-f` like YAML. */
export function isComposeJson(text: string): boolean {
  return /^\s*\{/.test(text) && /"services"\s{0,8}:\s{0,8}\{/.test(text) && !text.includes(`"apiVersion"`);
}

/** Services with an image or a build under a Compose file's top-level key, and no key of other formats. */
export function isComposeText(text: string): boolean {
  if (
    !/^services:[ \t]*(?:#|$)/m.test(text) ||
    isServicesList(text) ||
    /^(?:apiVersion|kind|jobs|stages|steps|pipeline|on|openapi|swagger):/m.test(text)
  )
    return false;
  return /^ {2,16}(?:image|build):[ \t]*(?:\S|$)/m.test(text);
}

/** A list of services is Render's or DigitalOcean's: docker compose knows only a map of them. */
function isServicesList(text: string): boolean {
  const lines = text
    .slice(text.search(/^services:/m))
    .split("\n", mostBlankLines)
    .slice(1);
  const first = lines.find((line) => /^\s*[^\s#]/.test(line));
  return first !== undefined && /^\s*-(?:\s|$)/.test(first);
}

/** Before the first service. */
const mostBlankLines = 200;

/** Commands under keys of GitHub workflows and actions and of GitLab pipelines. */
export function isCiText(text: string): boolean {
  if (/^apiVersion:/m.test(text)) return false;
  return (
    (/^(?:jobs|runs):/m.test(text) && /^ {1,16}(?:- {1,8})?["']?(?:run|options)["']?:/m.test(text)) ||
    /^ {1,8}["']?(?:before_|after_)?script["']?:/m.test(text)
  );
}

/** A unit that starts a program: a service, or a drop-in of one. */
export function isServiceText(text: string): boolean {
  return /^\[Service\]/m.test(text);
}

/** Whether its first line names a POSIX shell. */
export function isShellText(text: string): boolean {
  return /^#!.{0,200}?\b(?:ba|da|k|mk|a|z)?sh(?:\s|$)/.test(text.slice(0, 256));
}

/** Whether a text that may contain commands calls an engine. */
export function callsEngine(text: string): boolean {
  return /\b(?:docker|podman|nerdctl)\b/i.test(text) || /^ {1,16}options:/m.test(text);
}

/** `apiVersion` and `kind` at the start of lines, as in each Kubernetes object; in JSON anywhere. */
export function isManifest(text: string): boolean {
  if (/^\s*\{/.test(text.slice(0, 1024))) return text.includes('"apiVersion"') && text.includes('"kind"');
  return /^apiVersion:/m.test(text) && /^kind:/m.test(text);
}

/** Kubernetes JSON by its first key: many files in a folder only mention manifests. */
export function isManifestJson(text: string): boolean {
  return /^\s*\{\s*"(?:apiVersion|kind)"\s*:\s*"/.test(text.slice(0, 1024)) && isManifest(text);
}

/** Whether the head of a manifest may make a pod, selects pods, or is a ConfigMap: no rule evaluates other objects alone. */
export function isJudged(text: string): boolean {
  const selects = /^kind:[ \t]{0,4}["']?(?:Service|NetworkPolicy|PodDisruptionBudget)\b/m.test(text);
  const isMap = /^kind:[ \t]{0,4}["']?ConfigMap\b/m.test(text) || /"kind"\s{0,8}:\s{0,8}"ConfigMap"/.test(text);
  return /ontainers"?\s{0,8}:/.test(text) || (selects && /elector:/.test(text)) || isMap || text.length >= headLength;
}

/** Why a manifest is skipped. */
export const makesNoPod = "no object in it makes a pod";

/** The form of a Kubernetes tool's file before rendering; undefined for other files. */
export function unrendered(name: string, text: string): Unrendered | undefined {
  if (/^kustomization\.ya?ml$|^Kustomization$/.test(name)) {
    return { form: "kustomization", reason: "it is a kustomization; --render kustomize checks what it renders" };
  }
  if (/^Chart\.ya?ml$/.test(name)) {
    return { form: "chart", reason: "it is a chart; --render helm checks what it renders" };
  }
  if (!isManifest(text) || templateMark(text, true) === undefined) return undefined;
  return { form: "template", reason: "it is a template; --render helm checks what its chart renders" };
}

interface Unrendered {
  readonly form: UnrenderedForm;
  readonly reason: string;
}

/** Output of `docker inspect` and `podman inspect` for a container: an id first, its state soon after, which is a word in lists of containers. */
export function isInspectText(text: string): boolean {
  const start = text.trimStart().replace(/^\[/, "").trimStart();
  return start.startsWith("{") && start.slice(1).trimStart().startsWith('"Id":') && /"State":\s{0,8}\{/.test(text);
}
