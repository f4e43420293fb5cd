import { ownValue } from "../../../domain/own-value.ts";
import { isObject } from "../../json/values.ts";
import type { JsonObject } from "../../json/json-document.ts";

export interface References {
  /** The object itself, or what its local `$ref` names; an empty one for others. */
  readonly resolve: (value: unknown) => JsonObject;
  /** References to other files and addresses, which are not read. */
  readonly remote: ReadonlySet<string>;
}

/** A chain of references is short; a circle has no end. */
const maxHops = 20;
const maxRemote = 50;

export function openReferences(root: JsonObject): References {
  const remote = new Set<string>();
  const find = (pointer: string): unknown => {
    let value: unknown = root;
    for (const token of pointer.split("/").slice(1)) {
      const key = decode(token).replaceAll("~1", "/").replaceAll("~0", "~");
      value = Array.isArray(value) ? value[Number(key)] : isObject(value) ? ownValue(value, key) : undefined;
    }
    return value;
  };
  return {
    remote,
    resolve(value) {
      let current = value;
      for (let hops = 0; hops < maxHops; hops++) {
        if (!isObject(current)) return {};
        const reference = ownValue(current, "$ref");
        if (typeof reference !== "string") return current;
        if (!reference.startsWith("#")) {
          if (remote.size < maxRemote) remote.add(reference.slice(0, 200));
          return {};
        }
        current = find(reference.slice(1));
      }
      return {};
    },
  };
}

function decode(token: string): string {
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}
