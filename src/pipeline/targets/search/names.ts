import { isMakefileName } from "../../../formats/command-line/run-lines.ts";

const dockerfileName = /^(Dockerfile|Containerfile)$|^(Dockerfile|Containerfile)\.|\.(Dockerfile|Containerfile)$/i;
/** `Dockerfile.dockerignore` and similar files next to a Dockerfile are not Dockerfiles. */
const notDockerfile = /\.(dockerignore|md|txt|tmpl|template|j2|erb|orig|rej|bak|swp)$/i;
const documentEnding = /\.(md|markdown|sh|bash|zsh|ksh|fish|ps1|psm1|bat|cmd)$/i;
const gitLabName = /^(?:.*\.)?\.?gitlab-ci\.ya?ml$/i;

/** Texts with commands by name alone: Markdown, a script, a makefile, a GitLab pipeline. */
export function isDocumentName(name: string): boolean {
  return documentEnding.test(name) || isMakefileName(name) || gitLabName.test(name);
}

/** `deploy`, `start-all`: a script used as a command has no extension. */
export function isPlainName(name: string): boolean {
  return /^[a-z][\w-]{0,63}$/.test(name);
}

/** For these names the content decides: many contain no engine command. */
export function mayHoldCommands(name: string, folder: string): boolean {
  return (
    isMakefileName(name) ||
    isYamlName(name) ||
    isPlainName(name) ||
    name.endsWith(".service") ||
    (name.endsWith(".conf") && folder.endsWith(".service.d"))
  );
}
/** `dockerfile.d.ts`, `dockerfile.go`: usually code about Dockerfiles, so that the content decides. */
const codeEnding =
  /\.([cm]?[jt]sx?|py|go|rs|rb|java|kt|php|cs|c|h|cc|cpp|hpp|swift|lua|dart|scala|json|ya?ml|toml|xml|html|css|svg|snap|diff|patch|map|log|lock)$/i;

export function isDockerfileName(name: string): boolean {
  return dockerfileName.test(name) && !notDockerfile.test(name) && !codeEnding.test(name);
}

/** `Dockerfile.txt`, `Dockerfile-dev`, `MyDockerfile`: the content decides. */
export function isNearDockerfileName(name: string): boolean {
  if (isDockerfileName(name) || /\.dockerignore$/i.test(name)) return false;
  return dockerfileName.test(name) || /(docker|container)file/i.test(name.slice(name.lastIndexOf(".") + 1));
}

/** Compose's default names, and common other ones. */
export function isComposeName(name: string): boolean {
  return /^(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(name);
}

export function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

export function kindByName(name: string): "dockerfile" | "document" | "compose" | undefined {
  if (isDockerfileName(name)) return "dockerfile";
  if (documentEnding.test(name)) return "document";
  return isComposeName(name) ? "compose" : undefined;
}

/** Never searched for documents, only counted for Dockerfiles: their content is generated, downloaded or our own output. */
export const othersFolders: ReadonlySet<string> = new Set(["node_modules", ".hullproof", "vendor", ".venv"]);
