import { stepFrom } from "./action-steps.ts";
import { bakeTargets } from "./bake-targets.ts";
import { buildCommands, isBake, isRelativeToContext, operandsOf, valueStart } from "./build-command.ts";
import { pathFrom } from "./path-word.ts";
import { imageOfCommand, imageOfService, imageOfStep, type BuiltImage } from "./image-names.ts";
import { fileName, lineOf, type RepositoryFile } from "./repository-texts.ts";
import { lineStart, mappingAround } from "./text-block.ts";

/** A build that a text describes: its Dockerfile and what it is sent, as paths from where it runs, expansions in them as they are. */
export interface DescribedBuild {
  /** `compose.yaml` line 7 */
  readonly where: string;
  readonly dockerfile: string;
  /** Undefined where the text does not say it. */
  readonly context: string | undefined;
  /** Folders of the repository in which it may run. */
  readonly folders: readonly string[];
  /** It runs there and nowhere else. */
  readonly isThere: boolean;
  readonly image?: BuiltImage;
}

/** Limit per text; one with more does not describe builds. */
const mostBuilds = 500;
const aboutBuilds = /docker|podman|nerdctl|buildah|container_?file|build/i;

/** By commands of builders, Compose files, files of bake, actions, and keys that name a Dockerfile next to its context. */
export function buildsIn(file: RepositoryFile): readonly DescribedBuild[] {
  if (!aboutBuilds.test(file.text)) return [];
  const folders = foldersOf(file.path);
  const builds: DescribedBuild[] = [];
  const add: Add = (at, dockerfile, context, { isThere = true, image } = {}) => {
    // Another repository, or a stream, is no folder of this one.
    if (
      builds.length >= mostBuilds ||
      [dockerfile, context].some((source) => source === "-" || /:\/\/|^git@/.test(source ?? ""))
    )
      return;
    builds.push({ where: lineOf(file, at), dockerfile, context, folders, isThere, ...(image && { image }) });
  };
  const { text, path } = file;
  const name = fileName(path);
  inCommands(text, add);
  if (isBake(name, text))
    for (const target of bakeTargets(name, text)) add(target.at, target.dockerfile, target.context);
  else if (/\.(?:ya?ml|json|toml)$/i.test(name)) {
    inKeys(file, add);
    inActions(text, add);
  }
  return builds;
}

type Add = (
  at: number,
  dockerfile: string,
  context: string | undefined,
  more?: { readonly isThere?: boolean; readonly image?: BuiltImage },
) => void;

/** A pipeline runs at the top; any other file in its directory or at the top. */
function foldersOf(path: string): readonly string[] {
  const folder = path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "";
  return /^\.(?:github|circleci|gitlab|forgejo|gitea|azure|buildkite)(?:\/|$)/.test(folder) || folder === ""
    ? [""]
    : [folder, ""];
}

const fileOption = /^(?:-f|--file)$/;
const fileValue = /^(?:--file=|-f=?)(.+)/;

function inCommands(text: string, add: Add): void {
  const fromScript = scriptFolders(text);
  for (const { index, behind } of buildCommands(text)) {
    const option = behind.findIndex((word) => fileOption.test(word));
    const glued = behind.find((word) => fileValue.test(word));
    const dockerfile = option === -1 ? fileValue.exec(glued ?? "")?.[1] : behind[option + 1];
    const context = contextOf(behind);
    const more = { isThere: false, image: imageOfCommand(behind) };
    if (dockerfile !== undefined) add(index, fromScript(dockerfile), context && fromScript(context), more);
    else if (context !== undefined) add(index, `${fromScript(context)}/Dockerfile`, fromScript(context), more);
  }
}

const scriptFolder =
  /^[ \t]*(?:export |local |readonly |declare )?(\w{1,60})=(.{0,200}(?:dirname|BASH_SOURCE|%\/\*).{0,200})$/gm;

/** Puts `@script` for variables that a script sets to its own folder, or to one above. */
function scriptFolders(text: string): (path: string) => string {
  const folders = new Map<string, string>([["$(dirname$0)", "@script"]]);
  for (const { 1: name = "", 2: value = "" } of text.matchAll(scriptFolder)) {
    const up = "/..".repeat(value.split("/..").length - 1);
    for (const variable of [`$${name}`, `\${${name}}`]) folders.set(variable, `@script${up}`);
  }
  return (path) => {
    const end = path.startsWith("$(") ? path.indexOf(")") + 1 : path.search(/\/|$/);
    const folder = folders.get(path.slice(0, end));
    return folder === undefined ? path : folder + path.slice(end);
  };
}

/** The only operand; a variable next to it may hold options. */
function contextOf(words: readonly string[]): string | undefined {
  const operands = operandsOf(words).filter((word) => !/^\d$/.test(word) && word !== "\\");
  if (operands.length === 1) return operands[0];
  const plain = operands.filter((word) => !/^\$(?:[\w@*]+|\{[^}]*\}|\([^)]*\))$/.test(word));
  return plain.length === 1 ? plain[0] : undefined;
}

const dockerfileKey =
  /(?<![\w.-])["']?(?:docker|container)_?file(?:_?path)?["']?[ \t]{0,8}[:=](?=[ \t])|(?<![\w.-])file["']?[ \t]{0,8}:(?=[ \t])/gi;
const composeBuild = /^[ \t]{1,40}build[ \t]{0,8}:[ \t]{1,8}(?![{&*#|>])(?=\S)/gm;
/** Its value is an alias, or has keys of another mapping. */
const merged = /<<[ \t]{0,8}:|\bextends\b|\binherits\b/;

function inKeys(file: RepositoryFile, add: Add): void {
  const { text } = file;
  let count = 0;
  for (const { index, 0: mark } of text.matchAll(dockerfileKey)) {
    if (++count > mostBuilds) return;
    const dockerfile = pathFrom(text, valueStart(text, index + mark.length)).path;
    const block = mappingAround(text, index);
    if (block === undefined || dockerfile === "" || isComment(text, index)) continue;
    const isCompose = isRelativeToContext(file, mark.replace(/^["']/, ""));
    const contexts = contextsIn(block);
    if (isCompose && contexts.length === 0 && !merged.test(block)) contexts.push(".");
    const [context] = contexts;
    if (context === undefined || new Set(contexts).size > 1) continue;
    const image = isCompose ? imageOfService(text, index) : imageOfStep(text, index, block);
    add(index, isCompose ? joined(context, dockerfile) : dockerfile, context, { image });
  }
  if (!isRelativeToContext(file, "dockerfile:")) return;
  for (const { index, 0: mark } of [...text.matchAll(composeBuild)].slice(0, mostBuilds)) {
    const context = pathFrom(text, valueStart(text, index + mark.length)).path;
    add(index, `${context}/Dockerfile`, context, { image: imageOfService(text, index) });
  }
}

const contextKey = /(?<![\w.-])["']?(?:docker|build)?[_-]?context["']?[ \t]{0,8}[:=](?=[ \t])/gi;

function contextsIn(block: string): string[] {
  return [...block.matchAll(contextKey)]
    .filter(({ index }) => !isComment(block, index))
    .map(({ index, 0: mark }) => pathFrom(block, valueStart(block, index + mark.length)).path)
    .map((path) => path.replace(/^\{\{ ?defaultContext ?\}\}$/, ".").replace(/^\{\{ ?defaultContext ?\}\}:/, ""));
}

const action = /\buses:[ \t]{1,8}["']?[\w./-]{0,100}(?:build-push-action|build-and-push)[\w./-]{0,100}@/g;

/** Without `context`, the action sends what Git has of the repository, from its top. */
function inActions(text: string, add: Add): void {
  for (const { index } of [...text.matchAll(action)].slice(0, mostBuilds)) {
    if (isComment(text, index)) continue;
    const step = stepFrom(text, lineStart(text, index));
    const keyed = [...step.matchAll(dockerfileKey)].find((match) => !isComment(step, match.index));
    const [context = "."] = contextsIn(step);
    const dockerfile =
      keyed === undefined
        ? joined(context, "Dockerfile")
        : pathFrom(step, valueStart(step, keyed.index + keyed[0].length)).path;
    if (keyed === undefined || contextsIn(step).length === 0)
      add(index, dockerfile, context, { image: imageOfStep(text, index, step) });
  }
}

function isComment(text: string, at: number): boolean {
  return /^[ \t]*(?:#|\/\/)/.test(text.slice(lineStart(text, at), at));
}

/** From the folder that is sent, unless it is absolute or begins with an expansion that may be. */
function joined(context: string, dockerfile: string): string {
  return /^[/$]/.test(dockerfile) ? dockerfile : `${context}/${dockerfile}`;
}
