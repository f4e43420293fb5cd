/**
 * Whether `text` is a valid image name: `ParseNormalizedNamed` of https://pkg.go.dev/github.com/distribution/reference.
 */
export function isImageName(text: string): boolean {
  // A bare image id names no repository.
  // No valid name is nearly as long; it bounds the work on hostile input.
  if (text.length > 1_000 || /^[a-f0-9]{64}$/.test(text)) return false;
  const slash = text.indexOf("/");
  const first = text.slice(0, Math.max(slash, 0));
  const hasDomain = slash !== -1 && (/[.:]/.test(first) || first === "localhost" || first !== first.toLowerCase());
  const imagePath = hasDomain ? text.slice(slash + 1) : text;
  if (hasDomain && !domain.test(first)) return false;
  const [, path = "", digest] = remainder.exec(imagePath) ?? [];
  if (path === "" || path.length + (hasDomain ? first.length + 1 : 0) > 255) return false;
  return digest === undefined || knownDigest.test(digest);
}

const domainPart = "[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?";
const domain = new RegExp(`^(?:${domainPart}(?:\\.${domainPart})*|\\[[a-fA-F0-9:]+\\])(?::\\d+)?$`);
const pathPart = "[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*";
const remainder = new RegExp(
  `^(${pathPart}(?:/${pathPart})*)(?::\\w[\\w.-]{0,127})?(?:@([A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}))?$`,
);
const knownDigest = /^(sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
