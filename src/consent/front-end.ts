/** Docker's own front end, which every engine includes: any tag, pinned or not. */
const usual = /^(?:(?:index\.)?docker\.io\/)?docker\/dockerfile(?::\w[\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$/u;

/**
 * Images that a Dockerfile requests as BuildKit front end, other than docker/dockerfile: foreign code that sees the
 * whole context and decides what is built. BuildKit searches for them (frontend/dockerfile/parser/directives.go,
 * `DetectSyntax`) after a byte order mark and a `#!` line, in comments that start with `#` or `//`, and in a JSON
 * object at the start. This function accepts more than BuildKit: every such comment before the first other line
 * counts, regardless of preceding blank lines and comments.
 */
export function foreignFrontEnds(dockerfile: string): readonly string[] {
  // A byte order mark counts as a blank.
  const text = dockerfile.replace(/^\s*#![^\n]*/u, "");
  // No Dockerfile starts with an object, so its content does not matter.
  if (text.trimStart().startsWith("{")) return ["(a JSON object)"];
  const images = new Set<string>();
  for (const line of text.split("\n")) {
    const comment = /^\s*(?:#|\/\/)(.*)/su.exec(line)?.[1];
    if (comment === undefined) {
      if (line.trim() === "") continue;
      break;
    }
    // The first word is the image.
    const directive = /^\s*syntax\s*=\s*(?=\S)/i.exec(comment);
    if (directive === null) continue;
    const image = comment.slice(directive[0].length).trim().replace(/ .*/s, "");
    if (!usual.test(image)) images.add(image);
  }
  return [...images];
}
