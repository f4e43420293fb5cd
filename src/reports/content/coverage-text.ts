import type { Coverage } from "../../domain/report/coverage.ts";

/** The informative value of the comparison. */
export const strengthText: Readonly<Record<Coverage["strength"], string>> = {
  answers: "Declared steps were run, and their answers compared.",
  ports: "Weak: no steps are declared, so only what the image says about itself was asked.",
  starts: "Very weak: nothing was asked; start, end and log are all that was compared.",
};
