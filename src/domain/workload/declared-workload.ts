import type { Workload } from "./workload.ts";

/** The declared part of a workload; the image supplies the rest. */
export type DeclaredWorkload = { readonly [Field in keyof Workload]?: Workload[Field] } & {
  /** A service of a Compose file is the container, those it depends on are its companions. */
  readonly compose?: { readonly file: string; readonly service: string };
};
