import { isNoSecret } from "../../text/secrets/no-secret.ts";
import { isPlaceholder } from "../../text/secrets/placeholder.ts";
import { holdsSecret } from "../../text/secrets/secret-name.ts";

/** Holds what is public whatever its name says: keys that packages are verified with, and digests of downloads. */
const publicName =
  /^(?:GPG|PGP|NGINX_GPG|RELEASE)_?KEYS?$|(?:^|_)(?:GPG|PGP|PUBLIC|HOST)_?KEYS?(?:_|$)|_(?:SHA\d*|MD5|DIGEST|CHECKSUM|HASH|VERSION|URL|PATH|FILE|DIR|ID|DUMMY)$/i;
/** Rails and others want some value for the build, and say themselves that it is not one. */
const dummy = /dummy|^(?:1|x|build|none|nothing)$/i;

/** Whether a name says that its value is a secret, and the value could be one. */
export function isNamedSecret(name: string, value: string): boolean {
  const last = name.slice(name.lastIndexOf(".") + 1).replaceAll("-", "_");
  if (value.length < 4 || publicName.test(last) || !holdsSecret(last, value)) return false;
  return !isPlaceholder(value) && !dummy.test(value) && !isNoSecret(last, value);
}
