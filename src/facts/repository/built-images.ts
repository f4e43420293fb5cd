import { imageReference } from "../container-spec/image-reference.ts";
import { upToMark } from "../../text/cut.ts";
import { buildCommands, isRelativeToContext } from "./build-command.ts";
import { pathFrom } from "./path-word.ts";
import { actionSteps } from "./action-steps.ts";
import type { RepositoryFile } from "./repository-texts.ts";
import { mappingAround } from "./text-block.ts";

/** Looked at in one text. */
const mostNames = 500;

/** Literal names of images that a text builds, without registries of Docker Hub and without tags. */
export function builtImages(file: RepositoryFile): readonly string[] {
  const { text, path } = file;
  const names = [
    ...inCommands(text),
    ...(path.endsWith(".hcl") ? inBake(text) : []),
    ...(/\.ya?ml$/i.test(path) ? [...inCompose(file), ...inActions(text)] : []),
  ];
  return names.slice(0, mostNames).flatMap((name) => imageReference(upToMark(name, ":", "/"))?.name ?? []);
}

function inCommands(text: string): string[] {
  return buildCommands(text).flatMap(({ behind }) =>
    behind.flatMap((word, at) => {
      if (/^(?:-t|--tag)$/.test(word)) return [behind[at + 1] ?? ""];
      return /^--tag=(.*)/.exec(word)?.[1] ?? [];
    }),
  );
}

const bakeTags = /^[ \t]{1,20}tags[ \t]{0,8}=[ \t]{0,8}\[/gm;
/** Characters of one list of tags. */
const longestList = 2_000;

function inBake(text: string): string[] {
  return [...text.matchAll(bakeTags)].slice(0, mostNames).flatMap(({ index, 0: mark }) => {
    const start = index + mark.length;
    return quoted(text.slice(start, start + longestList).split("]", 1)[0] ?? "");
  });
}

function quoted(list: string): string[] {
  return list.split('"').filter((_, index) => index % 2 === 1);
}

const imageKey = /^[ \t]{1,40}image[ \t]{0,8}:[ \t]{1,8}/gm;

function inCompose(file: RepositoryFile): string[] {
  const { text } = file;
  if (!isRelativeToContext(file, "dockerfile:")) return [];
  return [...text.matchAll(imageKey)].slice(0, mostNames).flatMap(({ index, 0: mark }) => {
    const block = mappingAround(text, index);
    return block !== undefined && /^[ \t]+build[ \t]*:/m.test(block)
      ? [pathFrom(text, index + mark.length + (/^["']?/.exec(text.slice(index + mark.length))?.[0].length ?? 0)).path]
      : [];
  });
}

const tagsKey = /^[ \t]{1,40}(?:tags|images)[ \t]{0,8}:[ \t]{0,8}(?:\|[-+]?)?/m;
/** Lines of one list of tags. */
const mostLines = 20;

/** Of the action that pushes, and of that which makes its tags. */
function inActions(text: string): string[] {
  return actionSteps(text).flatMap((step) => {
    const key = tagsKey.exec(step);
    if (key === null) return [];
    const value = step.slice(key.index + key[0].length).replace(/\$\{\{[^}]*(?:\}\}?|$)/g, "$");
    const [first = "", ...lines] = value.split("\n", mostLines).map((line) => line.trim());
    const end = first === "" ? lines.findIndex((line) => line === "" || /^[\w-]+:(?:\s|$)/.test(line)) : 0;
    return [first, ...lines.slice(0, end === -1 ? undefined : end)].flatMap((line) =>
      line.replace(/^(?:-[ \t]{1,8}|name=)/, "").split(/[\s,"']+/),
    );
  });
}
