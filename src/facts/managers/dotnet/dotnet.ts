import { definePackageManager, withoutCalls } from "../package-manager.ts";

export default definePackageManager({
  ...withoutCalls,
  name: "dotnet",
  purlType: "nuget",
  bump: (name, to) => `dotnet add package ${name} --version ${to}`,
});
