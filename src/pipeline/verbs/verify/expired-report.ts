import { aboutProofs } from "../../../domain/report/about-proofs.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { Report } from "../../../domain/report/report.ts";
import { proofAge } from "../../../proof/record/proof-age.ts";
import type { Context } from "../../context.ts";
import { imageReport } from "../../image/image-report.ts";
import { toProofDays } from "../../profiles/to-proof-days.ts";

/**
 * The report for a profile whose proof is older than `expiredAfter`, or past its own date: nothing ran, and nothing is proven. Undefined where
 * it is still valid, where no age is required, and where the proof is to be recorded again. Throws `bad-usage` for an invalid age.
 */
export function expiredReport(
  file: string,
  profile: Profile,
  { expiredAfter, record }: { readonly expiredAfter?: string; readonly record?: boolean },
  { today, version }: Pick<Context, "today" | "version">,
): Report | undefined {
  if (expiredAfter === undefined) return undefined;
  const age = proofAge(
    profile.provenOn,
    today,
    expiredAfter === "due" ? "due" : toProofDays(expiredAfter, "--expired-after"),
  );
  if (age.expired === undefined || record === true) return undefined;
  const { name, digest } = profile.image;
  return imageReport({ name, digest }, version, {
    proof: {
      trials: [],
      profile,
      witnesses: [],
      proofs: [
        {
          claim: `${name} behaves the same under its profile`,
          trials: [],
          verdict: "unsure",
          detail: `the proof has expired, and nothing was run: ${age.expired}. Prove it again: hullproof verify --record ${file}`,
        },
      ],
      validity: { age },
      about: aboutProofs,
    },
  });
}
