import type { ContainerSpec } from "../../domain/container/container-spec.ts";
import { imageReference } from "./image-reference.ts";

/** Whether a kustomization sets the version of the container's image. `images` are those of `readKustomization`, which reads YAML and is not loaded here. */
export function isKustomized(images: ReadonlySet<string>, { workloadResource, name, image }: ContainerSpec): boolean {
  if (workloadResource === undefined || image === undefined) return false;
  if (images.has(imageReference(image.value)?.name ?? image.value)) return true;
  const [, list = "", index = ""] = /\b(\w+)\[(\d+)\]\.image$/.exec(image.pointer) ?? [];
  const { kind, name: resource } = workloadResource;
  return [kind, "*"].some((ofKind) =>
    [resource, "*"].some((ofName) =>
      [index, `[name=${name}]`, "*"].some((part) => images.has(`${ofKind}/${ofName}/${list}.${part}`)),
    ),
  );
}
