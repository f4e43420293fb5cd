import { ownValue } from "../../domain/own-value.ts";
import { quadletKeys } from "./quadlet-keys.ts";

/** The first version of Podman whose generator accepts the key in this group: `5.5`; undefined if none is known. */
export function keySince(group: string, key: string): string | undefined {
  const versions = ownValue(quadletKeys, group) ?? {};
  return Object.keys(versions).find((version) => ownValue(versions, version)?.split(" ").includes(key));
}
