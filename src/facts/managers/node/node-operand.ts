import type { ShellWord } from "../../dockerfile/dockerfile.ts";
import type { PackageOperand } from "../package-call.ts";

/** Package operands of npm, yarn, pnpm and bun (npm-install(1)): `@scope/name@^1`, `./folder`, `x.tgz`, `git+ssh://...#v1`, `user/repo#v1`. */
export function nodeOperand(word: ShellWord): PackageOperand {
  const { text } = word;
  const remote = /^(?:[a-z+]+:\/\/|git@|(?:github|gitlab|bitbucket|gist):)/.test(text);
  if (remote || (/^[\w.-]+\/[\w.-]+(?:#.+)?$/.test(text) && !/^\.{1,2}\//.test(text))) {
    const reference = /#.+$/s.exec(text)?.[0];
    return { word, name: text, kind: "url", ...(reference !== undefined && { version: reference }) };
  }
  const [, name = text, version] = /^((?:@[^/@]+\/)?[^@/]+)@(.+)$/s.exec(text) ?? [];
  const pinned = version === undefined ? {} : { version };
  if (/^(?:\.{0,2}\/|~\/|\.{1,2}$|file:|link:)|\.(?:tgz|tar|tar\.gz)$/.test(text))
    return { word, name: text, kind: "path" };
  return word.literal ? { word, name, kind: "named", ...pinned } : { word, name: text, kind: "dynamic", ...pinned };
}
