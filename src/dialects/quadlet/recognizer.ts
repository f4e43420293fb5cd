import { dropInFolders } from "../../formats/quadlet/drop-ins.ts";
import type { Recognizer } from "../text-dialect.ts";

/** Units for Podman's generator; other tools share the extensions, and have other sections. */
export const recognizer: Recognizer = {
  mayBe: (name) => /\.(?:container|pod|volume|network|image|build|kube)$/.test(name),
  is: (head) => /^\[(?:Container|Pod|Volume|Network|Image|Build|Kube)\]/m.test(head),
  partFolders: dropInFolders,
};
