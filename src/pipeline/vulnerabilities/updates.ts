import type { UpdatesInfo } from "../../domain/image/image-info.ts";

export type Updates = { readonly updates: UpdatesInfo } | { readonly missing: string };
