/** An image that a manifest means on a wanted platform. */
export interface SweptImage {
  /** `sha256:...` of its own manifest. */
  readonly digest: string;
  /** `linux/amd64` */
  readonly platform: string;
  /** ISO time of its configuration; absent if it has none. */
  readonly created?: string;
}

/** What a digest means that no sweep saw before. */
export type SweptManifest = { readonly digest: string; readonly mediaType: string } & (
  | { readonly kind: "image"; readonly images: readonly SweptImage[] }
  /** Attestations, charts, signatures: never asked for again. Or no image for a wanted platform. */
  | { readonly kind: "unsupported"; readonly reason: string }
);
