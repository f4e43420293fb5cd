import { decodePercent } from "../../text/decode-percent.ts";
/** Parts of a package URL: https://github.com/package-url/purl-spec/blob/main/PURL-SPECIFICATION.rst */
export interface PurlParts {
  readonly type: string;
  /** Empty: none. */
  readonly namespace: string;
  readonly name: string;
  readonly version: string;
  readonly qualifiers: Readonly<Record<string, string>>;
}

/** Undefined for an invalid package URL. Lenient: keeps parts that cannot be decoded. */
export function purlParts(purl: string): PurlParts | undefined {
  const [beforeHash = ""] = purl.split("#", 1);
  const question = beforeHash.indexOf("?");
  const path = question === -1 ? beforeHash : beforeHash.slice(0, question);
  const [type, ...segments] = path.replace(/^pkg:\/*/, "").split("/");
  const last = segments.pop();
  if (!path.startsWith("pkg:") || type === undefined || last === undefined || last === "") return undefined;
  // `%40scope` is a namespace; a bare `@` in front is no version.
  const at = last.lastIndexOf("@");
  const hasVersion = at > 0;
  return {
    type: type.toLowerCase(),
    namespace: segments
      .filter((segment) => segment !== "")
      .map(decodePercent)
      .join("/"),
    name: decodePercent(hasVersion ? last.slice(0, at) : last),
    version: hasVersion ? decodePercent(last.slice(at + 1)) : "",
    qualifiers: question === -1 ? {} : qualifiersOf(beforeHash.slice(question + 1)),
  };
}

function qualifiersOf(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    text.split("&").flatMap((pair) => {
      const equals = pair.indexOf("=");
      return equals < 1 ? [] : [[pair.slice(0, equals).toLowerCase(), decodePercent(pair.slice(equals + 1))] as const];
    }),
  );
}
