import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A template of scripts/templates with the member's name in it. */
export function memberText(template: string, id: string): string {
  const name = id.slice(id.indexOf("/") + 1);
  const camel = name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const words: Readonly<Record<string, string>> = {
    __id__: id,
    __name__: name,
    __camel__: camel,
    __Name__: camel.charAt(0).toUpperCase() + camel.slice(1),
  };
  const text = readFileSync(join(import.meta.dirname, `../templates/${template}.ts.txt`), "utf8");
  return Object.entries(words).reduce((done, [word, value]) => done.replaceAll(word, value), text);
}
