/** Which side of an image is looked at more closely; lists hold the `top` largest. */
export type Look =
  | { readonly kind: "layer"; readonly layer: number; readonly top: number }
  | { readonly kind: "tree"; readonly depth: number; readonly top: number }
  /** `other` is compared with the image, and named as an image is: the older one, from which it came. */
  | { readonly kind: "diff"; readonly other: string; readonly top: number }
  | { readonly kind: "package"; readonly wanted: string; readonly top: number };
