import type { UpdatesInfo } from "../domain/image.ts";

export type Updates = { readonly updates: UpdatesInfo } | { readonly missing: string };
