import type { SecretValue } from "../../../facts/secrets/values/secret-value.ts";

/** Lines of an image and of a service's key, each with its names. */
const nameLine = /^[ \t]*image:[ \t]*["']?([^\s"'#]+)|^ {2,4}([\w.-]+):[ \t]*$/gm;

/** Without values of env files that the texts show as the name of an image or a service: masked, the name of the image in a message would be another one. */
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
