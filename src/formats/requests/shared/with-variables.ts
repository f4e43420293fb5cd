import { namesSecret } from "../../../secrets/secret-name.ts";

const maxDepth = 5;

/** `{{name}}` of a file of requests: its value; a secret or an unknown one becomes `${WORKLOAD_NAME}`, which the caller supplies. Those of `captures` stay. */
export function withVariables(
  text: string,
  variables: ReadonlyMap<string, string>,
  captures: ReadonlySet<string> = new Set(),
  depth = 0,
): string {
  return text.replaceAll(/\{\{[ \t]{0,5}([$\w.-]{1,100})[^{}]{0,100}\}\}/gu, (_, name: string) => {
    if (/^\$(?:uuid|guid|random\.uuid|randomUUID)$/u.test(name)) return "00000000-0000-4000-8000-00{{unique}}";
    if (/^\$(?:timestamp|randomInt|random\.integer)/u.test(name)) return "{{unique}}";
    if (captures.has(name)) return `{{${captureName(name)}}}`;
    const value = variables.get(name);
    // What an answer gives is no secret of the file's.
    const captured = /^\{\{(\w{1,100})\}\}$/u.exec(value ?? "")?.[1];
    if (captured !== undefined && captures.has(captured)) return `{{${captureName(captured)}}}`;
    if (value === undefined && isAddress(name)) return "http://localhost";
    if (value === undefined || value === "" || namesSecret(name))
      return `\${WORKLOAD_${name.toUpperCase().replaceAll(/\W+/gu, "_").replace(/^_+/u, "")}}`;
    return depth < maxDepth ? withVariables(value, variables, captures, depth + 1) : value;
  });
}

/** The container's own, in an environment that the file does not hold. */
function isAddress(name: string): boolean {
  return /^(?:base_?url|host|server|url|api_?url|base|endpoint|root_?url)$/iu.test(name);
}

/** The name of a capture, as steps have them. */
export function captureName(name: string): string {
  return name.replaceAll(/\W+/gu, "_").replace(/^(?=\d|$)/u, "_");
}
