import type { FuzzTarget } from "./target.ts";

/** Goes wrong in both ways, so that the harness is seen to notice. */
export default {
  name: "planted",
  samples: ["ab"],
  words: ["crash", "hang", "c"],
  run(input) {
    const text = input.toString("latin1");
    if (text.includes("crash")) throw new TypeError("planted");
    if (text.includes("hang")) for (;;);
  },
} satisfies FuzzTarget;
