/** `NAME[:TAG][@DIGEST]` or an image's id: never an option, a path, or something with room for a second word (distribution, reference.go). */
export function isImageName(text: string): boolean {
  if (/^sha256:[0-9a-f]{64}$/u.test(text)) return true;
  const [reference = "", digest, secondDigest] = text.split("@");
  if (
    secondDigest !== undefined ||
    (digest !== undefined && !/^[A-Za-z][A-Za-z0-9+._-]{0,30}:[0-9a-fA-F]{32,128}$/u.test(digest))
  )
    return false;
  if (reference.length > 512) return false;
  const parts = reference.split("/");
  const last = parts.pop() ?? "";
  const [name = "", tag, third] = last.split(":");
  if (third !== undefined || (tag !== undefined && !/^\w[\w.-]{0,127}$/u.test(tag))) return false;
  const isComponent = (part: string) => /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/u.test(part);
  if (!isComponent(name)) return false;
  return parts.every(
    (part, at) =>
      isComponent(part) || (at === 0 && /^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?(?::\d{1,5})?$/u.test(part)),
  );
}
