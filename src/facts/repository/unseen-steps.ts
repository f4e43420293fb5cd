import { libraryName } from "./library-name.ts";
import { fileName, lineOf, type RepositoryFile } from "./repository-texts.ts";

/** Why tools install or run in containers of an image without a word of it in the text, as features of a devcontainer do. `own` is the Dockerfile. */
export function unseenSteps(file: RepositoryFile, own: string): string | undefined {
  const { path } = file;
  if (/^\.?devcontainer\.json$/.test(fileName(path))) return devcontainerSteps(file, own);
  if (/\.ya?ml$/i.test(path)) return jobSteps(file) ?? connectionSteps(file);
  return undefined;
}

const lifecycle = /"(?:onCreate|updateContent|postCreate|postStart|postAttach)Command"\s{0,8}:/;
const features = /"features"\s{0,8}:\s{0,80}\{(?!\s{0,80}\})/;

function devcontainerSteps(file: RepositoryFile, own: string): string | undefined {
  const { path, text } = file;
  const found = features.exec(text) ?? lifecycle.exec(text);
  if (found === null) return undefined;
  const reason = `${lineOf(file, found.index)} has the devcontainer install or run more`;
  if (/"dockerComposeFile"/.test(text)) return reason;
  const dockerfile = /"docker[fF]ile"\s{0,8}:\s{0,8}"([^"\n]*)"/.exec(text)?.[1];
  if (dockerfile !== undefined)
    return dockerfile.includes("$") || resolved(path, dockerfile) === own ? reason : undefined;
  const image = /"image"\s{0,8}:\s{0,8}"([^"\n]*)"/.exec(text)?.[1];
  return image !== undefined && isOthers(image) ? undefined : reason;
}

/** Steps of a job that is in a container: actions and orbs do there what they like. */
function jobSteps(file: RepositoryFile): string | undefined {
  const { text } = file;
  if (/^[ \t]*(?:-[ \t]+)?uses:/m.test(text)) {
    for (const { index, 1: image = "" } of text.matchAll(jobContainer))
      if (!isOthers(image)) return `${lineOf(file, index)} runs the steps of a job in a container`;
  }
  if (!/^orbs:/m.test(text)) return undefined;
  for (const { index, 1: image = "" } of text.matchAll(/^[ \t]*-[ \t]+image:[ \t]*["']?([^\s"'#]+)/gm))
    if (!isOthers(image)) return `${lineOf(file, index)} runs the steps of orbs in a container`;
  return undefined;
}

const jobContainer = /^[ \t]*container:[ \t]*(?:\r?\n[ \t]*image:[ \t]*)?["']?([^\s"'#]*)/gm;

function connectionSteps(file: RepositoryFile): string | undefined {
  const found = connection.exec(file.text);
  return found === null ? undefined : `${lineOf(file, found.index)} connects to containers`;
}

/** Of Ansible: what its modules do there has other names than programs. */
const connection =
  /\b(?:ansible_)?connection["']?[ \t]{0,8}[:=][ \t]{0,8}["']?(?:[\w.]{0,40}\.)?(?:docker|docker_api|podman|buildah|nsenter)\b/;

/** No image of the repository. */
function isOthers(image: string): boolean {
  return libraryName(image) !== undefined || /^(?:mcr\.microsoft\.com\/devcontainers|cimg)\//.test(image);
}

function resolved(path: string, target: string): string {
  const parts = path.split("/").slice(0, -1);
  for (const part of target.replaceAll("\\", "/").split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
