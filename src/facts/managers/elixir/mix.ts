import { definePackageManager, withoutCalls } from "../package-manager.ts";

export default definePackageManager({
  ...withoutCalls,
  name: "mix",
  purlType: "hex",
  bump: (name) => `mix deps.update ${name}`,
});
