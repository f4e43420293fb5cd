import type { ProvenOn } from "./proven-on.ts";

/** Where something is proven: what of the image, the workload, the engine and its machine can change a result. */
export type ProofEnvironment = Omit<ProvenOn, "date" | "proveAgainAfter">;

/** Properties of an engine and its machine that can change a result. */
export type Machine = Omit<ProofEnvironment, "image" | "workloadDigest" | "restrictionsDigest">;
