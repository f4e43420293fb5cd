import { putOwn } from "../../../domain/own-value.ts";
import type { Capture } from "../../../domain/workload/http-parts.ts";
import { pointerOfPath } from "../shared/json-path.ts";
import { captureName } from "../shared/with-variables.ts";

const root = String.raw`pm\.response\.json\(\)|JSON\.parse\(responseBody\)|JSON\.parse\(pm\.response\.text\(\)\)`;
const path = String.raw`(?:\.[\w$]{1,60}|\[\d{1,3}\]|\[["'][\w-]{1,60}["']\]){0,10}`;
const assignment = new RegExp(
  String.raw`\b(?:const|let|var) ([\w$]{1,60}) ?= ?(${root}|[\w$]{1,60})(${path});?[\r\n]`,
  "gu",
);
const setter = new RegExp(
  String.raw`\b(?:pm|postman)\.(?:environment|globals|collectionVariables|variables)?\.?set(?:EnvironmentVariable|GlobalVariable)?\( ?["']([\w.-]{1,60})["'], ?(?:pm\.response\.headers\.get\(["']([\w-]{1,100})["']\)|(${root}|[\w$]{1,60})(${path})) ?\)`,
  "gu",
);

/** What a test script keeps of the answer for later requests. It is not run: only plain lines count, such as `pm.globals.set("id", json.user.id)`. */
export function scriptCaptures(script: string): Readonly<Record<string, Capture>> {
  const text = `${script.replaceAll(/[ \t]+/gu, " ").replaceAll(/ ?\|\| ?(?:\{\}|\[\])/gu, "")}\n`;
  const paths = new Map<string, string>();
  const resolve = (start: string, rest: string): string | undefined => {
    const before = start.includes("(") ? "" : paths.get(start);
    return before === undefined ? undefined : `${before}${rest}`;
  };
  for (const [, name = "", start = "", rest = ""] of text.matchAll(assignment)) {
    const resolved = resolve(start, rest);
    if (resolved !== undefined) paths.set(name, resolved);
  }
  const captures: Record<string, Capture> = {};
  for (const [, name = "", header, start = "", rest = ""] of text.matchAll(setter)) {
    const json = header === undefined ? pointerOfPath(resolve(start, rest) ?? "") : undefined;
    if (header !== undefined) putOwn(captures, captureName(name), { header: header.toLowerCase() });
    else if (json !== undefined && json !== "") putOwn(captures, captureName(name), { json });
  }
  return captures;
}
