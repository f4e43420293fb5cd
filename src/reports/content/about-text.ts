import { aboutProofs } from "../../domain/report/about-proofs.ts";

/** Where a reader learns what a verdict is worth: in every report, and there without a network. */
export const aboutText = `What a proof shows, and what it does not: ${aboutProofs}`;
