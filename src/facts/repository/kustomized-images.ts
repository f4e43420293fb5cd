import { imageReference } from "../container-spec/image-reference.ts";
import { fileName } from "./repository-texts.ts";

export function isKustomization(path: string): boolean {
  return /^kustomization(?:\.ya?ml)?$/i.test(fileName(path));
}
