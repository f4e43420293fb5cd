import { capabilities } from "../../domain/profile/capability.ts";

/** Letters in the order of getcap(8). */
const effective = 4;
const inheritable = 2;
const permitted = 1;

/**
 * Sizes by revision: struct vfs_cap_data and vfs_ns_cap_data of linux/capability.h, all fields 32 bits, little endian. The
 * kernel refuses any other size (security/commoncap.c, get_vfs_caps_from_disk).
 */
const sizes: Readonly<Record<number, number>> = { 1: 12, 2: 20, 3: 24 };

/**
 * The extended attribute `security.capability`, in base64, as getcap(8) writes it: `cap_net_bind_service=ep`; with
 * ` [rootid=100000]` after it when it holds only in user namespaces of that root. Undefined when it grants nothing or is no
 * such attribute.
 */
export function fileCapabilities(base64: string): string | undefined {
  // Nothing valid is longer, so a hostile attribute costs no more.
  if (base64.length > 40) return undefined;
  const bytes = decode(base64);
  if (bytes === undefined || bytes.length < 4) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (index: number) => view.getUint32(index * 4, true);
  const revision = word(0) >>> 24;
  if (sizes[revision] !== bytes.length) return undefined;
  const isEffective = (word(0) & 1) === 1;
  // The kernel ignores bits that it has no capability for.
  const flags = capabilities.map((_, number) => {
    if (number >= 32 && revision === 1) return 0;
    const at = number < 32 ? 1 : 3;
    const bitOf = (index: number) => (word(index) >>> (number & 31)) & 1;
    const capabilitySets = bitOf(at) * permitted + bitOf(at + 1) * inheritable;
    return capabilitySets === 0 ? 0 : capabilitySets + (isEffective ? effective : 0);
  });
  if (flags.every((flag) => flag === 0)) return undefined;
  const rootId = revision === 3 ? word(5) : 0;
  return `${textOf(flags)}${rootId === 0 ? "" : ` [rootid=${rootId}]`}`;
}

/** cap_to_text(3): the most common flags come first and without names, the others as differences from them. */
function textOf(flags: readonly number[]): string {
  const counts = Array.from({ length: 8 }, (_, combination) => flags.filter((flag) => flag === combination).length);
  const maxCount = Math.max(...counts);
  const common = counts.lastIndexOf(maxCount);
  const parts = common === 0 ? [] : [`=${letters(common)}`];
  for (let combination = 7; combination >= 0; combination--) {
    if (combination === common || counts[combination] === 0) continue;
    const names = flags.flatMap((flag, number) => (flag === combination ? [nameOf(number)] : []));
    const [addedSets, removedSets] = [combination & ~common, common & ~combination];
    const sign = parts.length === 0 ? "=" : "+";
    parts.push(
      `${names.join(",")}${addedSets === 0 ? "" : sign + letters(addedSets)}${removedSets === 0 ? "" : `-${letters(removedSets)}`}`,
    );
  }
  return parts.join(" ");
}

function letters(flags: number): string {
  return `${flags & effective ? "e" : ""}${flags & inheritable ? "i" : ""}${flags & permitted ? "p" : ""}`;
}

function nameOf(number: number): string {
  return `cap_${capabilities[number]?.toLowerCase() ?? number}`;
}

function decode(base64: string): Uint8Array | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
