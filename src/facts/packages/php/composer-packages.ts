import type { FoundPackage } from "../ecosystem.ts";
import type { JsonObject } from "../text/json.ts";
import { keysOf } from "../text/json.ts";
import { distinct, splitScope, wordOf } from "../text/names.ts";
import { isObject, listOf, objectOf } from "../../../formats/json/values.ts";

/** Packages of a Composer list (`composer.lock`, `installed.json`; https://getcomposer.org/doc/04-schema.md), each with its entry. */
export function composerPackages(
  list: readonly unknown[],
): readonly { readonly found: FoundPackage; readonly entry: JsonObject }[] {
  return list.flatMap((entry) => {
    const packageRecord = isObject(entry) ? packageOf(entry) : undefined;
    return packageRecord === undefined || !isObject(entry) ? [] : [{ found: packageRecord, entry }];
  });
}

function packageOf(entry: JsonObject): FoundPackage | undefined {
  const name = wordOf(entry.name);
  const version = wordOf(entry.version);
  if (name === undefined || version === undefined || !/^[^/]+\/[^/]+$/.test(name)) return undefined;
  const licenses = distinct((typeof entry.license === "string" ? [entry.license] : listOf(entry.license)).map(wordOf));
  const dependsOn = packageNames(entry.require);
  const provides = packageNames({ ...objectOf(entry.provide), ...objectOf(entry.replace) });
  return {
    name,
    version,
    ...splitScope(name),
    ...(licenses === undefined ? {} : { licenses }),
    ...(dependsOn === undefined ? {} : { dependsOn }),
    ...(provides === undefined ? {} : { provides }),
  };
}

/** `php`, `ext-json`, `lib-icu` and `composer-plugin-api` are the platform's, and no packages: only those have no vendor. */
function packageNames(links: unknown): readonly string[] | undefined {
  return distinct(
    keysOf(links)
      .filter((name) => name.includes("/"))
      .map(wordOf),
  );
}
