import { lineOf, type RepositoryFile } from "./repository-texts.ts";

/** Words under which Compose, buildx, Podman and actions take contexts by name. */
const words = /additional[_-]?contexts?|build[_-]contexts?\b|--build-context|additionalContexts?\b/i;
/** Of bake, as a key with a value: in its files, in `x-bake`, and by `--set TARGET.contexts.NAME=`. */
const keys = /\bcontexts\b["']?\s{0,8}(?:[=:]\s{0,8}[{[\w$]|\{)|\.contexts\./;
/** BuildKit's own option, as `buildctl --opt context:NAME=` and front ends have it. */
const option = /\bcontext:[\w./:@-]{1,200}=/;
/** A file of bake that lies somewhere else. */
const remoteBake = /\bbake\s[^\n]{0,200}?(?:https?:\/\/|git@|\.git\b)/;

/** Where a file gives contexts of builds a name. */
export function namedContexts(file: RepositoryFile): string | undefined {
  const { path, text } = file;
  for (const pattern of [words, keysFor(path), option, remoteBake]) {
    const found = pattern.exec(text);
    if (found !== null) return `${lineOf(file, found.index)} names contexts of builds`;
  }
  return undefined;
}

/** The word alone is enough in files that can be bake's. */
function keysFor(path: string): RegExp {
  return path.endsWith(".hcl") ? /\bcontexts\b/ : keys;
}
