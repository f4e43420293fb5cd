import { lastPart } from "../../text/cut.ts";

/** The file's name and the folders around it. */
const partCount = 3;

/**
 * Whether the path of a Dockerfile names the release of its base: `centos7/Dockerfile`, `Dockerfile.3.8`, `debian/buster/Dockerfile`. Such a file is for that
 * release on purpose; another file is for the next one. `title` is that of the release: `Debian 10 (buster)`.
 */
export function namesRelease(path: string, image: string, title: string): boolean {
  const place = path.replaceAll("\\", "/").split("/").slice(-partCount).join("/").toLowerCase();
  const release = title.slice(title.search(/\d/)).toLowerCase();
  return release.split(/[\s()]+/).some((word) => word !== "" && holdsWord(place, word, lastPart(image)));
}

/** What stands in front of a number. */
const owner = (before: string): string => before.replace(/[/_.-]$/, "");

/** Alone between signs, or after the product: `7`, `v7`, `centos7`, `centos-7`. */
function holdsWord(place: string, word: string, product: string): boolean {
  for (let at = place.indexOf(word); at !== -1; at = place.indexOf(word, at + 1)) {
    const before = place.slice(0, at).replace(/(?<![a-z])v$/, "");
    const after = place.slice(at + word.length);
    const isStart = before === "" || /[/_-]$|[a-z]\.$/.test(before) || before.endsWith(product);
    // A number alone may count anything else: `week-10`, `php/7`.
    const isProducts = /\D/.test(word) || /^$|dockerfile$/.test(owner(before)) || owner(before).endsWith(product);
    if (isStart && isProducts && /^(?:$|[/_-]|\.(?!\d))/.test(after)) return true;
  }
  return false;
}
