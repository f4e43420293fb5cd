import { isPlaceholder } from "../../secrets/placeholder.ts";
import { secretClass } from "../../secrets/secret-name.ts";
import { isThrowAway } from "../../secrets/throw-away.ts";
import { valueClass, type ValueClass } from "../../secrets/value-class.ts";

/** Holds what is public whatever its name says: keys that packages are verified with, and digests of downloads. */
const publicName =
  /^(?:GPG|PGP|NGINX_GPG|RELEASE)_?KEYS?$|(?:^|_)(?:GPG|PGP|PUBLIC|HOST)_?KEYS?(?:_|$)|_(?:SHA\d*|MD5|DIGEST|CHECKSUM|HASH|VERSION|URL|PATH|FILE|DIR|ID|DUMMY)$/i;
/** Rails and others want some value for the build, and say themselves that it is not one. */
const dummy = /dummy|^(?:1|x|build|none|nothing)$/i;
/** Filled in by a shell or a template, or read from a file: `$X`, `%s`, `{{ x }}`, `@file`, `~/token`. */
const filledIn = /^(?:[$%<{[(\\]|@[\w./]|__|-+$|~\/|\.{1,2}\/)|\$\{|\{\{|\$\(|%\w+%|<[a-z]/i;

/** What a value among the words of a command is, or in the configuration of an image; undefined where it is no secret. */
export function namedSecretClass(name: string, value: string, names: readonly string[] = []): ValueClass | undefined {
  const last = name.slice(name.lastIndexOf(".") + 1).replaceAll("-", "_");
  if (value.length < 4 || publicName.test(last) || filledIn.test(value) || dummy.test(value)) return undefined;
  return secretClass(last, value, names);
}

/** Of a variable that one command of a build is given: it wants some value, and this one says itself that it opens nothing. A default password may open something, also there. */
export function isForBuildAlone(name: string, value: string): boolean {
  return isThrowAway(value) && !(/pass|pwd|pw$/i.test(name) && valueClass(value) === "known");
}

/** Whether a name says that its value is a secret, and the value could be one that is kept out of logs and profiles: an ordinary word would be masked everywhere. */
export function isNamedSecret(name: string, value: string): boolean {
  return namedSecretClass(name, value) !== undefined && !isPlaceholder(value);
}
