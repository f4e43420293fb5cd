import { isMakefileName } from "../../../formats/command-line/run-lines.ts";

const dockerfileName = /^(Dockerfile|Containerfile)$|^(Dockerfile|Containerfile)\.|\.(Dockerfile|Containerfile)$/i;
/** `Dockerfile.dockerignore` and similar files beside a Dockerfile are not Dockerfiles. */
const notDockerfile = /\.(dockerignore|md|txt|tmpl|template|j2|erb|orig|rej|bak|swp)$/i;
const documentEnding = /\.(md|markdown|sh|bash|zsh|ksh|fish|ps1|psm1|bat|cmd)$/i;
const gitLabName = /^(?:.*\.)?\.?gitlab-ci\.ya?ml$/i;

/** A text with commands, by its name alone: Markdown, a script, a makefile, a pipeline of GitLab. */
export function isDocumentName(name: string): boolean {
  return documentEnding.test(name) || isMakefileName(name) || gitLabName.test(name);
}

/** `deploy`, `start-all`: a script has no ending where it is a command. */
export function isPlainName(name: string): boolean {
  return /^[a-z][\w-]{0,63}$/.test(name);
}

/** Of these the content says whether there is a command to look at: many are about something else. */
export function mayHoldCommands(name: string, folder: string): boolean {
  return (
    isMakefileName(name) ||
    isYamlName(name) ||
    isPlainName(name) ||
    name.endsWith(".service") ||
    (name.endsWith(".conf") && folder.endsWith(".service.d"))
  );
}
/** `dockerfile.d.ts`, `dockerfile.go`: more often code about Dockerfiles than one, so that the content has to say. */
const codeEnding =
  /\.([cm]?[jt]sx?|py|go|rs|rb|java|kt|php|cs|c|h|cc|cpp|hpp|swift|lua|dart|scala|json|ya?ml|toml|xml|html|css|svg|snap|diff|patch|map|log|lock)$/i;

export function isDockerfileName(name: string): boolean {
  return dockerfileName.test(name) && !notDockerfile.test(name) && !codeEnding.test(name);
}

/** `Dockerfile.txt`, `Dockerfile-dev`, `MyDockerfile`: its content has to say what it is. */
export function isNearDockerfileName(name: string): boolean {
  if (isDockerfileName(name) || /\.dockerignore$/i.test(name)) return false;
  return dockerfileName.test(name) || /(docker|container)file/i.test(name.slice(name.lastIndexOf(".") + 1));
}

/** As Compose looks for them, and as people call others of theirs. */
export function isComposeName(name: string): boolean {
  return /^(docker-)?compose([.-][^/]*)?\.ya?ml$/i.test(name);
}

export function isYamlName(name: string): boolean {
  return /\.ya?ml$/i.test(name);
}

/** Units that Podman's generator reads; the content has to say so, since others use these endings as well. */
export function isQuadletName(name: string): boolean {
  return /\.(?:container|pod|volume|network|image|build|kube)$/.test(name);
}

export function kindByName(name: string): "dockerfile" | "document" | "compose" | undefined {
  if (isDockerfileName(name)) return "dockerfile";
  if (documentEnding.test(name)) return "document";
  return isComposeName(name) ? "compose" : undefined;
}

/** Never searched for documents, and only counted through for Dockerfiles: nothing in them is the user's own, or it is what we wrote. */
export const othersFolders: ReadonlySet<string> = new Set(["node_modules", ".hullproof", "vendor", ".venv"]);
