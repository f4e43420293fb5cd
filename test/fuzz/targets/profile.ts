import { parseProfile } from "../../../src/sources/profile/profile-file.ts";
import type { FuzzTarget } from "../target.ts";
import { sampleProfile } from "../../emit/sample-profile.ts";

export default {
  name: "profile",
  samples: [JSON.stringify(sampleProfile, undefined, 1)],
  words:
    '{ } [ ] , : "a" null true 1e308 -1 "capabilities" "seccomp" "syscalls" "__proto__" "constructor" "../.." "SYS_ADMIN" \\u0000'.split(
      " ",
    ),
  run(input) {
    parseProfile(input.toString("utf8"), "profile.json");
  },
} satisfies FuzzTarget;
