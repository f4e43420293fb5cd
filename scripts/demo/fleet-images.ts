import { blobStore, type BlobStore, type OciDescriptor } from "../../test/images/oci.ts";
import { debianLayer, npmLayer } from "../../test/fleet/fake-registry.ts";

/** `REPOSITORY:TAG` -> image: four services in five releases each, on two bases. */
export function fleetImages(): { readonly store: BlobStore; readonly images: ReadonlyMap<string, OciDescriptor> } {
  const store = blobStore();
  const bases = [
    debianLayer({ bash: "5.2.37-2", openssl: "3.5.1-1", zlib1g: "1:1.3.dfsg-1" }),
    debianLayer({ bash: "5.2.37-2", openssl: "3.5.4-1", zlib1g: "1:1.3.dfsg-1", curl: "8.14.1-2" }),
  ];
  const services = ["shop/web", "shop/api", "shop/worker", "tools/report"];
  const images = services.flatMap((service, at) =>
    [0, 1, 2, 3, 4].map((release): readonly [string, OciDescriptor] => {
      const base = bases[release < 3 ? 0 : 1] ?? [];
      const packages = {
        [service.replace("/", "-")]: `1.${release}.0`,
        [demoPackage]: `2.${release}.0`,
        "demo-logger": `1.${at}.0`,
      };
      return [`${service}:1.${release}`, store.image({ layers: [base, npmLayer(packages)] })];
    }),
  );
  return { store, images: new Map(images) };
}

/** Made up, as its advisory is. */
export const demoPackage = "demo-parser";
