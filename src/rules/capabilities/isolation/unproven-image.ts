import { defineRule } from "../../rule.ts";

export default defineRule({
  id: "capabilities/unproven-image",
  title: "Profile proven for another image",
  why:
    "A profile is proven for one image, by digest. Another image under the same name may need what this one did not, and may break under the profile: nothing of the proof holds for it. " +
    "`hullproof verify --image NAME PROFILE` proves the profile for the new one.",
  severity: "warning",
  needs: ["proven"],
  premise: { kind: "engine", shows: "one name starts another program after its tag was moved" },
  fix: "none",
  also: [],
  examples: [
    { kind: "running", bad: { proven: { same: "no" } }, good: { proven: { same: "yes" } } },
    { kind: "running", bad: { proven: { same: "unknown" } }, good: { proven: { same: "yes" } } },
  ],
  *check({ proven }) {
    const { same, image, file } = proven;
    if (same === "yes") return;
    yield {
      message:
        same === "no"
          ? `It runs another image than the one that ${file} was proven for`
          : `Whether it runs the image that ${file} was proven for is not known: the two were never named by the same kind of digest`,
      at: { setting: "Image" },
      evidence: [{ kind: "setting", pointer: `image in ${file}`, value: image }],
    };
  },
});
