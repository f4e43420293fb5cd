import { inOrder } from "../../text/bounded.ts";
import { lineOf, type RepositoryFile } from "./repository-texts.ts";

/** Words of Compose, buildx, Podman and actions for contexts with names, and of BuildKit for a policy that turns names into others. */
const words = /additional[_-]?contexts?|build[_-]contexts?\b|SOURCE_POLICY/i;
/** Of bake, as a key with a list or block, and by `--set TARGET.contexts.NAME=`. */
const key = /\bcontexts\b["']?\s{0,8}[=:]?\s{0,8}\{|\.contexts\./;
const keyOfYaml = /^[ \t]*(?:-[ \t]+)?["']?contexts["']?[ \t]{0,8}:[ \t]{0,8}(?:[{&*#]|\r?$)/m;
/** Pulumi's `context: { named: {} }`. */
const keyOfPulumi = /\bnamed["']?\s{0,8}[=:]\s{0,8}\{/;
/** BuildKit's option, as `buildctl --opt context:NAME=` and front ends have it. */
const option = /\bcontext:[\w./@-]+(?::[\w.-]+)?=/;
/** A file of bake that is somewhere else. */
const remoteBake = inOrder(/\bbake\s/, /https?:\/\/|git@|\.git\b/);

/** Where a file names build contexts. */
export function namedContexts(file: RepositoryFile): string | undefined {
  for (const pattern of [words, ...keysFor(file), option]) {
    const match = pattern.exec(file.text);
    if (match !== null) return `${lineOf(file, match.index)} names contexts of builds`;
  }
  return remoteBake.test(file.text) ? `\`${file.path}\` builds by a file of bake that is somewhere else` : undefined;
}

/** The word alone is enough in files that can be bake's. */
function keysFor({ path, text }: RepositoryFile): readonly RegExp[] {
  if (path.endsWith(".hcl")) return [/\bcontexts\b/];
  if (path.endsWith(".json")) return [/"contexts"/];
  const keys = /\.ya?ml$/i.test(path) ? [key, keyOfYaml] : [key];
  return /docker-?build/i.test(text) ? [...keys, keyOfPulumi] : keys;
}
