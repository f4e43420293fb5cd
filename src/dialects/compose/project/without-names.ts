import type { SecretValue } from "../../../facts/secrets/values/secret-value.ts";

/** Lines with an image and with a service's key, each with its names. */
const nameLine = /^[ \t]*image:[ \t]*["']?([^\s"'#]+)|^ {2,4}([\w.-]+):[ \t]*$/gm;

/** Removes values of env files that the texts use as names of images or services: a masked image name in a message would look like another one. */
export function withoutNames(
  secrets: readonly SecretValue[],
  texts: ReadonlyMap<string, string>,
): readonly SecretValue[] {
  if (secrets.length === 0) return secrets;
  const names = new Set<string>();
  for (const text of texts.values())
    for (const [, image = "", service = ""] of text.matchAll(nameLine))
      for (const name of [service, ...image.split(/[/:@]/)]) names.add(name);
  return secrets.filter(({ value }) => !names.has(value));
}
