import { libraryName } from "./library-name.ts";
import { fileName, lineOf, resolvedPath, type RepositoryFile } from "./repository-texts.ts";

/** Tools that install or run in containers of an image, or build on it, without naming it in the text. */
export interface UnseenSteps {
  /** Undefined where the tool builds on the image, and runs nothing more. */
  readonly run: string | undefined;
  readonly build: string | undefined;
  /** The only Dockerfile that it is about. */
  readonly dockerfile?: string;
}

export function unseenSteps(file: RepositoryFile): UnseenSteps | undefined {
  const name = fileName(file.path);
  if (/^\.?devcontainer\.json$/.test(name)) return devcontainerSteps(file);
  const run =
    /\.ya?ml$/i.test(name) || /\.(?:ini|cfg)$/.test(name) || /^(?:hosts|inventory)$/.test(name)
      ? (jobSteps(file) ?? connectionSteps(file))
      : /^Vagrantfile$/i.test(name)
        ? vagrantSteps(file)
        : undefined;
  return run === undefined ? undefined : { run, build: undefined };
}

const lifecycle = /"(?:onCreate|updateContent|postCreate|postStart|postAttach)Command"\s{0,8}:/;
const features = /"features"\s{0,8}:\s{0,80}\{(?!\s{0,80}\})/;

/** Its command line builds on the image even where nothing is added: the user's number is changed to that of the account outside. */
function devcontainerSteps(file: RepositoryFile): UnseenSteps | undefined {
  const { path, text } = file;
  const match = features.exec(text) ?? lifecycle.exec(text);
  const run = match === null ? undefined : `${lineOf(file, match.index)} has the devcontainer install or run more`;
  const build = `\`${path}\` has a devcontainer built on it`;
  if (/"dockerComposeFile"/.test(text)) return { run, build };
  const dockerfile = /"docker[fF]ile"\s{0,8}:\s{0,8}"([^"\n]*)"/.exec(text)?.[1];
  if (dockerfile !== undefined) {
    const only = dockerfile.includes("$") ? undefined : resolvedPath(path, dockerfile);
    return { run, build, ...(only !== undefined && { dockerfile: only }) };
  }
  const image = /"image"\s{0,8}:\s{0,8}"([^"\n]*)"/.exec(text)?.[1];
  const isOurs = image === undefined ? /docker|"image"|"build"/i.test(text) : !isOthers(image);
  return isOurs ? { run, build } : undefined;
}

/** Steps of a job that is in a container: actions, orbs and included pipelines do there what they like. */
function jobSteps(file: RepositoryFile): string | undefined {
  const { text } = file;
  const images = /^[ \t]*(?:-[ \t]+)?uses:/m.test(text)
    ? jobContainer
    : /^(?:orbs|include):/m.test(text)
      ? jobImage
      : undefined;
  if (images === undefined) return undefined;
  for (const { index, 1: image = "" } of text.matchAll(images))
    if (!isOthers(image)) return `${lineOf(file, index)} runs steps of others in a container`;
  return undefined;
}

const jobContainer = /^[ \t]*container:[ \t]*(?:\r?\n[ \t]*image:[ \t]*)?["']?([^\s"'#]*)/gm;
const jobImage = /^[ \t]*(?:-[ \t]+)?image:[ \t]*(?:\r?\n[ \t]*name:[ \t]*)?["']?([^\s"'#]*)/gm;

/** Ansible's modules have other names than programs. */
function connectionSteps(file: RepositoryFile): string | undefined {
  const match = connection.exec(file.text);
  return match === null ? undefined : `${lineOf(file, match.index)} connects to containers`;
}

const connection =
  /\b(?:ansible_)?connection["']?[ \t]{0,8}[:=][ \t]{0,8}["']?(?:[\w.]{0,40}\.)?(?:docker|docker_api|podman|buildah|nsenter)\b/;

/** Its provisioners install themselves first. */
function vagrantSteps(file: RepositoryFile): string | undefined {
  const match = /\bprovision\b/.exec(file.text);
  return match !== null && /\bdocker\b/.test(file.text)
    ? `${lineOf(file, match.index)} provisions containers`
    : undefined;
}

/** No image of the repository. */
function isOthers(image: string): boolean {
  return libraryName(image) !== undefined || /^(?:mcr\.microsoft\.com\/(?:vscode\/)?devcontainers|cimg)\//.test(image);
}
