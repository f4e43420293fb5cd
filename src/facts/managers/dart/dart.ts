import { definePackageManager, withoutCalls } from "../package-manager.ts";

export default definePackageManager({
  ...withoutCalls,
  name: "dart",
  purlType: "pub",
  bump: (name) => `dart pub upgrade ${name}`,
});
