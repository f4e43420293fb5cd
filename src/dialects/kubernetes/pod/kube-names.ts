import { withoutEnd } from "../../../text/cut.ts";

/** A DNS label: at most 63 letters, digits and dashes, with a letter first. */
export function kubeName(text: string, fallback: string): string {
  const plain = text.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  const cut = withoutEnd(plain.replace(/^[^a-z]+/, "").slice(0, 63), "-");
  return cut === "" ? fallback : cut;
}

/** `ghcr.io/team/app:1@sha256:..` is `app`. */
export function appName(image: string): string {
  return kubeName(image.replace(/@.*$/s, "").split("/").at(-1)?.replace(/:.*$/s, "") ?? "", "app");
}

/** Unique volume names: `tmpfs-var-cache-nginx`. */
export function volumeNames(texts: readonly string[]): readonly string[] {
  const volumeNameSet = new Set<string>();
  return texts.map((text) => {
    const base = kubeName(text, "volume");
    let name = base;
    for (let more = 2; volumeNameSet.has(name); more++) name = `${base.slice(0, 58)}-${more}`;
    volumeNameSet.add(name);
    return name;
  });
}

/** Path of the seccomp profile below the kubelet's `seccomp` directory. */
export function seccompPath(app: string): string {
  return `hullproof/${app}.json`;
}
