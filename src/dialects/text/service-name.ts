import { withoutEnd } from "../../text/cut.ts";

/** `ghcr.io/team/app:1@sha256:..` is the service `app`. */
export function serviceName(image: string): string {
  const last = image.replace(/@.*$/s, "").split("/").at(-1)?.replace(/:.*$/s, "") ?? "";
  const name = withoutEnd(last.toLowerCase().replaceAll(/[^a-z0-9_-]+/g, "-"), "-").replace(/^[^a-z]+/, "");
  return name === "" ? "app" : name;
}
