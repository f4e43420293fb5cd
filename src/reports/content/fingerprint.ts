/**
 * 64 bits of FNV-1a over the UTF-16 units, as 16 hexadecimal digits: not a signature, only a name that changes with
 * the text (http://www.isthe.com/chongo/tech/comp/fnv/).
 */
export function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  return hash.toString(16).padStart(16, "0");
}
