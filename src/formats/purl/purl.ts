/** Parts of a package URL, decoded. */
export interface PurlParts {
  readonly type: string;
  readonly namespace: string;
  readonly name: string;
  /** Empty: none. */
  readonly version: string;
  readonly qualifiers: ReadonlyMap<string, string>;
}

/**
 * A package URL (https://github.com/package-url/purl-spec, "How to parse a purl string"), as tolerantly as the tools write them:
 * `pkg://`, an unencoded `@scope`. Throws `Error` with a reason that fits after "its purl".
 */
export function parsePurl(text: string): PurlParts {
  if (text.length > 8192) throw new Error("has more than 8192 characters");
  if (!/^pkg:/i.test(text)) throw new Error("does not begin with pkg:");
  const purlBody = text.slice(4).replace(/#.*$/s, "");
  const mark = purlBody.indexOf("?");
  const path = withoutSlashes(mark === -1 ? purlBody : purlBody.slice(0, mark));
  const slash = path.indexOf("/");
  if (slash === -1) throw new Error("names no package");
  const type = path.slice(0, slash).toLowerCase();
  if (!/^[a-z][a-z0-9.+-]*$/.test(type)) throw new Error("has a type of other than letters, digits, dots and dashes");
  const namePath = path.slice(slash + 1);
  const at = namePath.lastIndexOf("@");
  // `@scope/name` has no version.
  const hasVersion = at > 0 && !(namePath[at - 1] === "/" && namePath.includes("/", at));
  const names = (hasVersion ? namePath.slice(0, at) : namePath).split("/").filter((part) => part !== "");
  const name = decoded(names.at(-1) ?? "");
  if (name === "") throw new Error("names no package");
  return {
    type,
    namespace: names.slice(0, -1).map(decoded).join("/"),
    name,
    version: hasVersion ? decoded(namePath.slice(at + 1)) : "",
    qualifiers: qualifiersOf(mark === -1 ? "" : purlBody.slice(mark + 1)),
  };
}

/**
 * Name as the package's own ecosystem writes it: `@scope/name`, `group:artifact`, `vendor/name`, a module path. Go's standard library is `std` to its
 * command and to cyclonedx-gomod, `stdlib` to its advisories.
 */
export function ecosystemName({ type, namespace, name }: PurlParts): string {
  if (type === "golang" && namespace === "" && name === "std") return "stdlib";
  if (namespace === "" || ["deb", "rpm", "apk", "alpm", "qpkg", "swid"].includes(type)) return name;
  return `${namespace}${type === "maven" ? ":" : "/"}${name}`;
}

function qualifiersOf(text: string): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  for (const pair of text.split("&")) {
    const equals = pair.indexOf("=");
    if (equals < 1 || equals === pair.length - 1) continue;
    pairs.set(pair.slice(0, equals).toLowerCase(), decoded(pair.slice(equals + 1)));
  }
  return pairs;
}

/** A `+` is literal, and so is a stray `%`. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replaceAll(/%([0-9a-f]{2})/gi, (whole, digits: string) => {
      const code = Number.parseInt(digits, 16);
      return code < 0x80 ? String.fromCharCode(code) : whole;
    });
  }
}

/** Without those at both ends. */
function withoutSlashes(path: string): string {
  let [start, end] = [0, path.length];
  while (path[start] === "/") start++;
  while (end > start && path[end - 1] === "/") end--;
  return path.slice(start, end);
}
