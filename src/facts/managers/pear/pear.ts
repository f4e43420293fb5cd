import { definePackageManager, withoutCalls } from "../package-manager.ts";

export default definePackageManager({
  ...withoutCalls,
  name: "pear",
  purlType: "pear",
  // The name has its channel in front.
  bump: (name, to) => `pear upgrade ${name}-${to}`,
});
