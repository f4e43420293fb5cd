/** Docker's own front end, of which every engine has a copy: any tag, pinned or not. */
const usual = /^(?:(?:index\.)?docker\.io\/)?docker\/dockerfile(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/u;

/**
 * Images that a Dockerfile asks BuildKit to read it with, but for docker/dockerfile: code of someone else's that sees the whole context
 * and decides what is built. BuildKit looks for them (frontend/dockerfile/parser/directives.go, `DetectSyntax`) after a byte order mark
 * and a `#!` line, in comments that begin with `#` or `//`, and in a JSON object at the start. More is taken for one here than BuildKit
 * takes: every such comment before the first other line counts, whatever blank lines and comments stand before it.
 */
export function foreignFrontEnds(dockerfile: string): readonly string[] {
  // A byte order mark is a blank here.
  const text = dockerfile.replace(/^\s*#![^\n]*/u, "");
  // Whatever else the object says: no Dockerfile begins so.
  if (text.trimStart().startsWith("{")) return ["(a JSON object)"];
  const images = new Set<string>();
  for (const line of text.split("\n")) {
    const comment = /^\s*(?:#|\/\/)(.*)/su.exec(line)?.[1];
    if (comment === undefined) {
      if (line.trim() === "") continue;
      break;
    }
    // The first word names the image.
    const directive = /^\s*syntax\s*=\s*(?=\S)/i.exec(comment);
    if (directive === null) continue;
    const image = comment.slice(directive[0].length).trim().replace(/ .*/s, "");
    if (!usual.test(image)) images.add(image);
  }
  return [...images];
}
