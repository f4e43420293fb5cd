/** Host of an image name as Docker reads it: the first part when it looks like a host, else Docker Hub's. */
export function registryOf(image: string): { readonly registry: string; readonly path: string } {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost";
  const rest = isHost ? image.slice(slash + 1) : image;
  const path = rest.replace(/@.*$/, "").replace(/:[^/]*$/, "");
  if (!isHost) return { registry: hub, path: path.includes("/") ? path : `library/${path}` };
  return { registry: hubNames.has(first) ? hub : first, path };
}

const hub = "docker.io";
const hubNames = new Set(["docker.io", "index.docker.io", "hub.docker.com"]);

/** Whether one of the policy's entries allows the image: a registry, or a registry and the start of a path; `*` is any text. */
export function isAllowed(image: string, entries: readonly string[]): boolean {
  const { registry, path } = registryOf(image);
  return entries.some((entry) => {
    const [host = "", ...parts] = entry.replace(/\/+$/, "").split("/");
    if (!matches(hubNames.has(host) ? hub : host, registry)) return false;
    const prefix = parts.join("/");
    const start = path.split("/").slice(0, parts.length).join("/");
    return matches(prefix, start);
  });
}

/** One pass over pieces between the stars, so that no pattern costs more than the text is long. */
function matches(pattern: string, text: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of rest) {
    const found = text.indexOf(piece, at);
    if (found === -1) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
