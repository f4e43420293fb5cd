import { actionSteps } from "./action-steps.ts";
import { buildCommands, isRelativeToContext } from "./build-command.ts";
import { imageNames, imageOfCommand, namesInStep } from "./image-names.ts";
import { pathFrom } from "./path-word.ts";
import type { RepositoryFile } from "./repository-texts.ts";
import { mappingAround } from "./text-block.ts";

/** Looked at in one text. */
const mostNames = 500;

/** Names of images that a text builds, as `BuiltImage` has them. */
export function builtImages(file: RepositoryFile): readonly string[] {
  const { text, path } = file;
  const names = [
    ...buildCommands(text).flatMap(({ behind }) => imageOfCommand(behind).names),
    ...(path.endsWith(".hcl") ? inBake(text).flatMap(imageNames) : []),
    ...(/\.ya?ml$/i.test(path) ? [...inCompose(file).flatMap(imageNames), ...inActions(text)] : []),
  ];
  return names.slice(0, mostNames);
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

/** Of the action that pushes, and of that which makes its tags. */
function inActions(text: string): string[] {
  return actionSteps(text).flatMap(({ at, step }) => namesInStep(text, at, step));
}
