import { fitsWildcard } from "../../text/wildcard.ts";
import { upToMark, withoutEnd } from "../../text/cut.ts";

/** Host of an image name as Docker reads it: the first part when it looks like a host, else Docker Hub's. */
export function registryOf(image: string): { readonly registry: string; readonly path: string } {
  const slash = image.indexOf("/");
  const first = image.slice(0, Math.max(slash, 0));
  const isHost = /[.:]/.test(first) || first === "localhost";
  const imagePath = isHost ? image.slice(slash + 1) : image;
  const path = upToMark(imagePath.replace(/@.*$/s, ""), ":", "/");
  if (!isHost) return { registry: hub, path: path.includes("/") ? path : `library/${path}` };
  return { registry: hubNames.has(first) ? hub : first, path };
}

const hub = "docker.io";
const hubNames = new Set(["docker.io", "index.docker.io", "hub.docker.com"]);

/** Whether one of the policy's entries allows the image: a registry, or a registry and the start of a path; `*` is any text. */
export function isAllowed(image: string, entries: readonly string[]): boolean {
  const { registry, path } = registryOf(image);
  return entries.some((entry) => {
    const [host = "", ...parts] = withoutEnd(entry, "/").split("/");
    if (!fitsWildcard(hubNames.has(host) ? hub : host, registry)) return false;
    const prefix = parts.join("/");
    const start = path.split("/").slice(0, parts.length).join("/");
    return fitsWildcard(prefix, start);
  });
}
