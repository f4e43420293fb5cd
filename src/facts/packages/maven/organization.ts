/** Prefixes that many unrelated makers share: none of them is a group. */
const umbrellas = new Set([
  "com.github",
  "com.gitlab",
  "com.google",
  "com.googlecode",
  "com.sun",
  "io.github",
  "net.java",
  "net.java.dev",
  "net.sf",
  "net.sourceforge",
  "org.apache",
  "org.codehaus",
  "org.eclipse",
]);

const roots = new Set(
  (
    "com org net edu gov mil int info biz dev app xyz name software tools cloud tech run systems top pro live fun one aero museum " +
    "jakarta javax jdk javafx nonapi build online site store team world email network digital games page link zone"
  ).split(" "),
);

/** Begins like a group: with a domain of the top, or `jakarta` and `javax`. */
export function isDomain(name: string): boolean {
  const [first = "", second] = name.split(".", 2);
  return second !== undefined && (roots.has(first) || /^[a-z]{2}$/.test(first));
}

export function isUmbrella(group: string): boolean {
  return umbrellas.has(group);
}

/** Whose it is: the first two parts of a name, three under a prefix that many share. */
export function organizationOf(name: string): string {
  const parts = name.split(".");
  const two = parts.slice(0, 2).join(".");
  return umbrellas.has(two) && parts.length > 2 ? parts.slice(0, 3).join(".") : two;
}

/** For comparing with folders of classes, which have neither dashes nor capitals. */
export function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

/** Whether one equals the other or is below it, by whole parts. */
export function isWithin(name: string, prefix: string): boolean {
  return name === prefix || name.startsWith(`${prefix}.`);
}
