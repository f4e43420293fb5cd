import { aboutProofs } from "../../domain/report/about-proofs.ts";

/** Explains the value of a verdict: part of every report, and readable offline. */
export const aboutText = `What a proof shows, and what it does not: ${aboutProofs}`;
